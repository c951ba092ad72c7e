using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Ledger;

/// <summary>Heard by forty consumers, as many as four deep services have.</summary>
public sealed record Flood(Guid CommandId);

/// <summary>Works in its database for a while.</summary>
public abstract class OnFlood(LedgerDb db) : IConsumer<Flood>
{
    public static Type[] All { get; } = [.. typeof(OnFlood).Assembly.GetTypes().Where(type => type.BaseType == typeof(OnFlood))];

    public Task Consume(ConsumeContext<Flood> context) => db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(0.02)", context.CancellationToken);
}

public sealed class OnFlood1(LedgerDb db) : OnFlood(db);

public sealed class OnFlood2(LedgerDb db) : OnFlood(db);

public sealed class OnFlood3(LedgerDb db) : OnFlood(db);

public sealed class OnFlood4(LedgerDb db) : OnFlood(db);

public sealed class OnFlood5(LedgerDb db) : OnFlood(db);

public sealed class OnFlood6(LedgerDb db) : OnFlood(db);

public sealed class OnFlood7(LedgerDb db) : OnFlood(db);

public sealed class OnFlood8(LedgerDb db) : OnFlood(db);

public sealed class OnFlood9(LedgerDb db) : OnFlood(db);

public sealed class OnFlood10(LedgerDb db) : OnFlood(db);

public sealed class OnFlood11(LedgerDb db) : OnFlood(db);

public sealed class OnFlood12(LedgerDb db) : OnFlood(db);

public sealed class OnFlood13(LedgerDb db) : OnFlood(db);

public sealed class OnFlood14(LedgerDb db) : OnFlood(db);

public sealed class OnFlood15(LedgerDb db) : OnFlood(db);

public sealed class OnFlood16(LedgerDb db) : OnFlood(db);

public sealed class OnFlood17(LedgerDb db) : OnFlood(db);

public sealed class OnFlood18(LedgerDb db) : OnFlood(db);

public sealed class OnFlood19(LedgerDb db) : OnFlood(db);

public sealed class OnFlood20(LedgerDb db) : OnFlood(db);

public sealed class OnFlood21(LedgerDb db) : OnFlood(db);

public sealed class OnFlood22(LedgerDb db) : OnFlood(db);

public sealed class OnFlood23(LedgerDb db) : OnFlood(db);

public sealed class OnFlood24(LedgerDb db) : OnFlood(db);

public sealed class OnFlood25(LedgerDb db) : OnFlood(db);

public sealed class OnFlood26(LedgerDb db) : OnFlood(db);

public sealed class OnFlood27(LedgerDb db) : OnFlood(db);

public sealed class OnFlood28(LedgerDb db) : OnFlood(db);

public sealed class OnFlood29(LedgerDb db) : OnFlood(db);

public sealed class OnFlood30(LedgerDb db) : OnFlood(db);

public sealed class OnFlood31(LedgerDb db) : OnFlood(db);

public sealed class OnFlood32(LedgerDb db) : OnFlood(db);

public sealed class OnFlood33(LedgerDb db) : OnFlood(db);

public sealed class OnFlood34(LedgerDb db) : OnFlood(db);

public sealed class OnFlood35(LedgerDb db) : OnFlood(db);

public sealed class OnFlood36(LedgerDb db) : OnFlood(db);

public sealed class OnFlood37(LedgerDb db) : OnFlood(db);

public sealed class OnFlood38(LedgerDb db) : OnFlood(db);

public sealed class OnFlood39(LedgerDb db) : OnFlood(db);

public sealed class OnFlood40(LedgerDb db) : OnFlood(db);
