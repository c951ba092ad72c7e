using Kivenkolo.Contracts;
using Kivenkolo.Platform.Data;
using Kivenkolo.Platform.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Kivenkolo.Messaging.Tests;

/// <summary>A row of a space is read, written and deleted within that space, and none can be left out of it.</summary>
public sealed class TenancyTests(PrivateServers servers) : IAsyncLifetime
{
    private static readonly Guid Here = Guid.CreateVersion7(), There = Guid.CreateVersion7();

    private DbContextOptions options = null!;

    public async ValueTask InitializeAsync()
    {
        options = new DbContextOptionsBuilder().UseNpgsql(await servers.CreateDatabase()).UseSnakeCaseNamingConvention().Options;
        await using var db = new NotesDb(options, new CurrentSpace());
        await db.Database.EnsureCreatedAsync();
        foreach (var (space, slug) in ((Guid, string)[])[(Here, "here"), (There, "there")]) db.Spaces.Add(new KnownSpace
        {
            Id = space, Slug = slug, Name = new LocalizedText([new("fi", slug)]), TimeZone = "Europe/Helsinki", WelfareAreaCode = "03",
            PromisedLanguages = ["fi"], OfferedLanguages = [], Version = 1,
        });
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_row_is_seen_in_its_own_space_alone_though_nobody_named_its_type_to_the_context_first()
    {
        await Write(Here);
        Assert.Equal(1, await (await Within(Here)).Set<Note>().CountAsync());
        Assert.Equal(0, await (await Within(There)).Set<Note>().CountAsync());
        await using var nowhere = new NotesDb(options, new CurrentSpace());
        Assert.Equal(0, await nowhere.Set<Note>().CountAsync());
    }

    [Fact]
    public async Task A_row_of_another_space_is_neither_written_nor_deleted()
    {
        var note = await Write(Here);
        await using var there = await Within(There);
        there.Add(new Note { Id = Guid.CreateVersion7(), SpaceId = Here });
        await Assert.ThrowsAsync<InvalidOperationException>(() => there.SaveChangesAsync());
        there.ChangeTracker.Clear();
        there.Remove(note);
        await Assert.ThrowsAsync<InvalidOperationException>(() => there.SaveChangesAsync());
        Assert.Throws<InvalidOperationException>(() => there.SaveChanges());
        await using var nowhere = new NotesDb(options, new CurrentSpace());
        nowhere.Add(new Note { Id = Guid.CreateVersion7(), SpaceId = Here });
        await Assert.ThrowsAsync<InvalidOperationException>(() => nowhere.SaveChangesAsync());
    }

    [Fact]
    public void A_type_with_a_space_that_is_not_of_space_does_not_make_a_model()
    {
        using var db = new StrayDb(options, new CurrentSpace());
        Assert.Contains("Stray has a SpaceId", Assert.Throws<InvalidOperationException>(() => db.Model).Message, StringComparison.Ordinal);
    }

    private async Task<Note> Write(Guid space)
    {
        await using var db = await Within(space);
        var note = new Note { Id = Guid.CreateVersion7(), SpaceId = space };
        db.Add(note);
        await db.SaveChangesAsync();
        return note;
    }

    private async Task<NotesDb> Within(Guid space)
    {
        var db = new NotesDb(options, new CurrentSpace());
        await db.EnterSpace(space);
        return db;
    }

    private sealed class NotesDb(DbContextOptions options, CurrentSpace space) : ServiceDb(options, space)
    {
        // After the base class has been asked, so that a filter set there would be forgotten.
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Note>().ToTable("notes");
        }
    }

    private sealed class StrayDb(DbContextOptions options, CurrentSpace space) : ServiceDb(options, space)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Stray>();
        }
    }

    private sealed class Note : IOfSpace
    {
        public required Guid Id { get; init; }

        public required Guid SpaceId { get; init; }
    }

    private sealed class Stray
    {
        public required Guid Id { get; init; }

        public required Guid SpaceId { get; init; }
    }
}
