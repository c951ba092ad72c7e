using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Ledger;

/// <summary>Heard by forty consumers, as many as four deep services have.</summary>
public sealed record Flood(Guid CommandId);

/// <summary>Works in its database for a while.</summary>
public abstract class WhenFlood(LedgerDb db) : IConsumer<Flood>
{
    public static Type[] All { get; } = [.. typeof(WhenFlood).Assembly.GetTypes().Where(type => type.BaseType == typeof(WhenFlood))];

    public Task Consume(ConsumeContext<Flood> context) => db.Database.ExecuteSqlRawAsync("SELECT pg_sleep(0.02)", context.CancellationToken);
}

public sealed class WhenFlood1(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood2(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood3(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood4(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood5(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood6(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood7(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood8(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood9(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood10(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood11(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood12(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood13(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood14(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood15(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood16(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood17(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood18(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood19(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood20(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood21(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood22(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood23(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood24(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood25(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood26(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood27(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood28(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood29(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood30(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood31(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood32(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood33(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood34(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood35(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood36(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood37(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood38(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood39(LedgerDb db) : WhenFlood(db);

public sealed class WhenFlood40(LedgerDb db) : WhenFlood(db);
