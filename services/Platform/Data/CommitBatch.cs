using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Kivenkolo.Platform.Data;

/// <summary>
/// Statements that a unit of work writes when it commits, in its own transaction and after everything else: rows of queues (jobs, deliveries) that
/// other transactions want too. Locked last and in the order of their names, they cannot close a circle of waiting with the rows and locks of the change.
/// </summary>
public sealed class CommitBatch
{
    private static readonly ConditionalWeakTable<DbContext, CommitBatch> Batches = [];

    private readonly SortedDictionary<string, (NpgsqlBatchCommand Command, WorkSignal Wake)> statements = new(StringComparer.Ordinal);
    private IDbContextTransaction? own;

    private CommitBatch() { }

    /// <summary>Writes the statement when the context's transaction commits; one of the same name takes the place of the one before.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="name">Table and key of the row.</param>
    /// <param name="command">The statement.</param>
    /// <param name="wake">Told after the commit.</param>
    public static void Add(DbContext db, string name, NpgsqlBatchCommand command, WorkSignal wake) =>
        Batches.GetValue(db, _ => new CommitBatch()).statements[name] = (command, wake);

    /// <summary>Whether a statement of this name will be written.</summary>
    public static bool Has(DbContext db, string name) => Batches.TryGetValue(db, out var batch) && batch.statements.ContainsKey(name);

    /// <summary>Begins a transaction for what is saved without one, so that the statements are part of it.</summary>
    public sealed class OnSave : SaveChangesInterceptor
    {
        /// <inheritdoc/>
        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            var db = eventData.Context!;
            if (Batches.TryGetValue(db, out var batch) && batch.statements.Count > 0 && db.Database.CurrentTransaction is null)
                batch.own = await db.Database.BeginTransactionAsync(cancellationToken);
            return result;
        }

        /// <inheritdoc/>
        public override async ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (Owned(eventData) is { } transaction)
            {
                await using (transaction) await transaction.CommitAsync(cancellationToken);
            }
            return result;
        }

        /// <inheritdoc/>
        public override async Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            if (Owned(eventData) is { } transaction) await transaction.DisposeAsync();
        }

        /// <inheritdoc/>
        public override async Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
        {
            if (Owned(eventData) is { } transaction) await transaction.DisposeAsync();
        }

        private static IDbContextTransaction? Owned(DbContextEventData eventData)
        {
            if (!Batches.TryGetValue(eventData.Context!, out var batch)) return null;
            var transaction = batch.own;
            batch.own = null;
            return transaction;
        }
    }

    /// <summary>Writes the statements before a commit, in one round trip, and wakes those who wait for them after it.</summary>
    public sealed class OnCommit : DbTransactionInterceptor
    {
        /// <inheritdoc/>
        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context is not { } db || !Batches.TryGetValue(db, out var batch) || batch.statements.Count == 0) return result;
            await using var command = new NpgsqlBatch((NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
            foreach (var statement in batch.statements.Values) command.BatchCommands.Add(statement.Command);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return result;
        }

        /// <inheritdoc/>
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (eventData.Context is { } db && Batches.TryGetValue(db, out var batch))
            {
                foreach (var wake in batch.statements.Values.Select(statement => statement.Wake).Distinct()) wake.Set();
                batch.statements.Clear();
            }
            return Task.CompletedTask;
        }

        /// <inheritdoc/>
        public override Task TransactionRolledBackAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (eventData.Context is { } db && Batches.TryGetValue(db, out var batch)) batch.statements.Clear();
            return Task.CompletedTask;
        }
    }
}
