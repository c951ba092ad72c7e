namespace Kivenkolo.Architecture.Tests;

public sealed class DomainTests
{
    private static readonly Source[] Shared =
        [.. Solution.Sources("services/Platform/Kernel/"), .. Solution.Sources("services/Platform/Delivery/"), .. Solution.Sources("ServiceDefaults/")];

    public static TheoryData<string> Services =>
        [.. Solution.Services.Where(service => service.References.Contains("Messaging")).Select(service => service.Name)];

    [Theory, MemberData(nameof(Services))]
    public void The_domain_is_plain_CSharp(string service) =>
        Assert.Empty(DomainCompilation.Complaints([.. Solution.Sources($"services/{service}/")], Shared));

    [Fact]
    public void A_domain_type_that_leans_on_a_framework_is_found()
    {
        var db = new Source("Db.cs", "public class Db : DbContext { public DbSet<Idea> Ideas => Set<Idea>(); }");
        Assert.Empty(DomainCompilation.Complaints([db, Idea("public Mood Mood { get; set; }"), new("Mood.cs", "public enum Mood { Good }")], []));
        Assert.NotEmpty(DomainCompilation.Complaints([db, Idea("public Microsoft.AspNetCore.Http.IResult Answer() => null!;")], []));
        Assert.NotEmpty(DomainCompilation.Complaints([db, new("Idea.cs", "using Microsoft.EntityFrameworkCore; [Index(\"Id\")] public class Idea;")], []));
        Assert.NotEmpty(DomainCompilation.Complaints([db, Idea("public Slice Slice { get; set; }"),
            new("Slice.cs", "public class Slice : MassTransit.IConsumer<string>;")], []));
        Assert.NotEmpty(DomainCompilation.Complaints([db, Idea("[Key] public int Id { get; set; }")], []));
    }

    private static Source Idea(string member) => new("Idea.cs", $"public class Idea {{ {member} }}");
}
