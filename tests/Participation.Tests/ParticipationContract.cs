using System.Net;

namespace Kivenkolo.Participation.Tests;

/// <summary>The service once more, for what has to be looked at while nobody else writes.</summary>
public sealed class QuietHouse(House house) : IAsyncLifetime
{
    public PrivateServers Servers => house.Servers;

    public ServiceUnderTest<Program> Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await house.Another(new TestSettings { Now = House.Now });

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}

public sealed class ParticipationContract(QuietHouse house) : ServiceContract<Program, ParticipationDb>(house.Service, house.Servers), IClassFixture<QuietHouse>
{
    protected override string[] PersonalColumns => ["feedback_answers.sentence", "ideas.text"];

    protected override async Task<Dictionary<string, string>> Fill(ServiceUnderTest<Program> service, string slug, Guid id)
    {
        var home = new Home(service, slug, id);
        var (meeting, idea) = (await home.CallMeeting(), await home.SendIdea(Person));
        var item = await home.AddItem(meeting, Text);
        var decision = (Guid)(await home.Decide(meeting, item, experiment: DecisionTests.Plan)).Is(HttpStatusCode.Created)["id"]!;
        var form = await home.EndOccurrence();
        await home.AnswerForm(form, sentence: Person);
        await home.Count(900, House.Today, scope: ["clients"]);
        return new()
        {
            ["meetingId"] = $"{meeting}", ["ideaId"] = $"{idea}", ["itemId"] = $"{item}", ["decisionId"] = $"{decision}", ["formId"] = $"{form}",
            ["experimentId"] = (string)(await home.Get(home.Resident, $"decisions/{decision}")).Is(HttpStatusCode.OK)["experimentId"]!,
        };
    }
}
