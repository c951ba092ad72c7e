using System.Diagnostics;
using System.Diagnostics.Metrics;
using Kivenkolo.Platform.Delivery;

namespace Kivenkolo.Partners;

/// <summary>What Partners counts and traces, under the name <c>Kivenkolo.Partners</c>. No label names a person or an organisation.</summary>
internal sealed class PartnersMetrics(IMeterFactory meters)
{
    public const string Name = "Kivenkolo.Partners";

    public static readonly ActivitySource Spans = new(Name);

    private readonly Counter<long> _proposals = meters.Create(Name)
        .CreateCounter<long>("kivenkolo.partners.proposals", "{proposal}", "Proposals that came into a state");

    private readonly Counter<long> _deliveries = meters.Create(Name)
        .CreateCounter<long>("kivenkolo.partners.webhook.deliveries", "{attempt}", "Attempts to deliver a webhook, by how they ended");

    private readonly Counter<long> _disabled = meters.Create(Name)
        .CreateCounter<long>("kivenkolo.partners.webhooks.disabled", "{webhook}", "Webhooks that were disabled, by reason");

    private readonly Counter<long> _mails = meters.Create(Name)
        .CreateCounter<long>("kivenkolo.partners.mails", "{mail}", "Attempts to send an invitation, by what came of them");

    public void Proposal(Proposals.ProposalState state) => _proposals.Add(1, new KeyValuePair<string, object?>("state", Lower(state)));

    public void Attempt(string outcome) => _deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Tried(SendOutcome outcome) => _mails.Add(1, new KeyValuePair<string, object?>("outcome", Lower(outcome)));

    public void Disabled(Webhooks.DisabledReason reason) => _disabled.Add(1, new KeyValuePair<string, object?>("reason", Lower(reason)));

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
