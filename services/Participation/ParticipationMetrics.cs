using System.Diagnostics.Metrics;

namespace Kivenkolo.Participation;

/// <summary>
/// What the house watches: <c>kivenkolo.participation.ideas</c>, <c>.decisions</c> (by method), <c>.experiments.started</c>, <c>.answers</c>. Numbers only; no
/// label says who or what.
/// </summary>
internal sealed class ParticipationMetrics
{
    public const string Name = "Kivenkolo.Participation";

    private readonly Counter<long> ideas;
    private readonly Counter<long> decisions;
    private readonly Counter<long> experiments;
    private readonly Counter<long> answers;

    public ParticipationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        ideas = meter.CreateCounter<long>("kivenkolo.participation.ideas", "{idea}", "Ideas that residents sent");
        decisions = meter.CreateCounter<long>("kivenkolo.participation.decisions", "{decision}", "Decisions of house meetings");
        experiments = meter.CreateCounter<long>("kivenkolo.participation.experiments.started", "{experiment}", "Experiments started from a decision");
        answers = meter.CreateCounter<long>("kivenkolo.participation.answers", "{answer}", "Answers to feedback forms");
    }

    public void IdeaSubmitted() => ideas.Add(1);

    public void DecisionRecorded(Decisions.DecisionMethod method) =>
        decisions.Add(1, KeyValuePair.Create<string, object?>("method", method.ToString().ToLowerInvariant()));

    public void ExperimentStarted() => experiments.Add(1);

    public void FeedbackAnswered() => answers.Add(1);
}
