using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>From a change and the live clusters to a plan. Asks the engines, writes nothing.</summary>
public sealed class PlanMaking(IKafkaClusters clusters, BaseReader reader, EvidenceReader evidence, TimeProvider clock)
{
    /// <exception cref="Engines.EngineException">A cluster didn't answer: there is no plan without its live state.</exception>
    public async Task<PlanDraft> Make(PlanSubject subject, CancellationToken stop)
    {
        var live = new List<LiveReading>();
        foreach (var group in subject.Change.Resources.GroupBy(r => r.ClusterId).OrderBy(g => g.Key.Value))
        {
            var reading = await reader.Read(group.Key, [.. group.Select(r => r.Name)], stop);
            if (subject.EngineIds[group.Key] is { } registered && registered != reading.Facts.EngineId)
            {
                return new PlanDraft.Refused(
                    $"Another cluster answers at the registered address ({reading.Facts.EngineId} instead of {registered}). A platform engineer has to look at the registration."
                );
            }

            live.Add(reading);
        }

        return await Steps(subject, live, stop);
    }

    private async Task<PlanDraft> Steps(PlanSubject subject, List<LiveReading> live, CancellationToken stop)
    {
        var steps = new List<(int Resource, Step Step)>();
        foreach (var resource in subject.Change.Resources.OrderBy(r => r.Ordinal))
        {
            var planned = TopicPlanner.Plan(
                resource,
                PlanSubject.Wanted(resource),
                Live(live, resource),
                await Collision(resource, stop)
            );
            switch (planned)
            {
                case TopicSteps.Impossible(var words):
                    return new PlanDraft.Refused(words);
                case TopicSteps.Needed(var needed):
                    steps.AddRange(needed.Select(step => (resource.Ordinal, step)));
                    break;
            }
        }

        var order = subject.Change.Resources.ToDictionary(r => r.Ordinal, r => r.DependsOn);
        var arranged = StepOrder.Arrange(steps, order);
        if (await Judgement(arranged, stop) is { } refused)
        {
            return new PlanDraft.Refused(refused);
        }

        return arranged.Count == 0
            ? new PlanDraft.Nothing(live)
            : await Judge(subject, live, new([.. arranged], [.. live.Select(l => l.ToBase())]), stop);
    }

    private async Task<PlanDraft> Judge(
        PlanSubject subject,
        List<LiveReading> live,
        PlanBody body,
        CancellationToken stop
    )
    {
        var seen = await evidence.Read(body, live, stop);
        var topics = subject
            .Change.Resources.Select(r => new CheckedTopic(
                r,
                PlanSubject.Wanted(r),
                Live(live, r),
                seen.Topics.FirstOrDefault(t => t.Topic == r.Name)
            ))
            .ToList();
        var findings = Checks.Of(topics, new(subject.Risk.IsProduction, subject.OtherChanges, clock.GetUtcNow()));
        return new PlanDraft.Made(body, seen, Risk.Of(body, seen, subject.Risk), findings);
    }

    private static LiveTopic? Live(IEnumerable<LiveReading> live, ChangeResource resource) =>
        live.Single(l => l.Cluster == resource.ClusterId).Topics[resource.Name];

    private async Task<string?> Collision(ChangeResource resource, CancellationToken stop)
    {
        if (resource.Operation != ResourceOperation.Create)
        {
            return null;
        }

        var cluster = await clusters.Open(resource.ClusterId, stop);
        var key = TopicName.CollisionKey(resource.Name);
        return (await cluster.ListTopics(stop))
            .Select(t => t.Name)
            .Where(name => name != resource.Name && TopicName.CollisionKey(name) == key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    // What Kafka itself would refuse is said now, not when it has been approved.
    private async Task<string?> Judgement(IEnumerable<Step> steps, CancellationToken stop)
    {
        foreach (var step in steps)
        {
            var cluster = await clusters.Open(step.Cluster, stop);
            if (await cluster.WouldRefuse(step, stop) is { } words)
            {
                return $"Kafka would refuse this for {step.Topic}: {words}";
            }
        }

        return null;
    }
}
