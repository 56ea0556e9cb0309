using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>Topics as a kind of resource. Each answer is a file of its own beside this one.</summary>
public sealed class TopicKind : ResourceKind<TopicSpec, LiveTopic, TopicBase, TopicEvidence>
{
    public static readonly ResourceKind Word = new("topic");

    public override ResourceKind Kind => Word;

    public override string Noun => "topic";

    protected override TopicSpec Blank { get; } = new(0, 0, TopicSpec.NoConfigs, "");

    public override string? NameProblem(string? name) => TopicName.Complaint(name);

    public override string LockKey(string name) => TopicName.CollisionKey(name);

    protected override IEnumerable<FieldProblem> SpecProblems(TopicSpec spec) => TopicSpecReview.Of(spec);

    protected override string Act(ResourceOperation operation, string name, TopicSpec? from, TopicSpec? to) =>
        TopicAct.InWords(operation, name, from, to);

    protected override TopicSpec Merge(TopicSpec now, TopicSpec origin, TopicSpec wanted) =>
        TopicMerge.Over(now, origin, wanted);

    protected override TopicSpec AsSpec(LiveTopic live, TopicSpec wanted) => TopicMerge.Seen(live, wanted);

    protected override IReadOnlyList<FieldMove> Between(TopicSpec from, TopicSpec to) => TopicFields.Between(from, to);

    protected override PlannedSteps Steps(
        ResourceRequest request,
        TopicSpec? wanted,
        LiveTopic? live,
        string? collidesWith
    ) => TopicPlanner.Plan(request, wanted, live, collidesWith);

    protected override string? Moved(string name, TopicBase then, TopicBase now) => TopicBase.Moved(name, then, now);

    protected override IEnumerable<RiskReason> Risks(ResourcePlan plan, TopicEvidence? seen) =>
        TopicRisk.Of(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        TopicSpec? wanted,
        LiveTopic? live,
        TopicEvidence? seen
    ) => wanted is null ? Deletion(resource, live, seen) : TopicChecks.Of(resource, wanted, live, seen);

    private static IEnumerable<Finding> Deletion(CheckedResource resource, LiveTopic? live, TopicEvidence? seen)
    {
        yield return ActiveReaders.Check(resource, live, seen);
        if (live is not null && DependentJobs.Check(resource, isDeleted: true, seen) is { } jobs)
        {
            yield return jobs;
        }

        foreach (var finding in TopicAccess.OfDeletion(resource, seen))
        {
            yield return finding;
        }
    }

    // The override was given for the groups that it named.
    protected override string? Worsened(
        ResourcePlan plan,
        TopicEvidence? then,
        DateTimeOffset thenAt,
        JudgedEvidence now
    )
    {
        if (now.Evidence is not TopicEvidence seen)
        {
            return null;
        }

        if (!plan.Steps.OfType<DeleteTopic>().Any())
        {
            return plan.Steps.OfType<CreateTopic>().Any()
                ? TopicAccess.Came(plan, then, seen)
                : UnreadCheck.Came(plan, then, seen);
        }

        var known = then is null ? [] : ActiveReaders.Of(then, thenAt);
        var came = ActiveReaders.Of(seen, now.At).Except(known, StringComparer.Ordinal).ToList();
        var jobs = seen
            .Jobs.ExceptBy(then?.Jobs.Select(job => (job.Cluster, job.Name)) ?? [], job => (job.Cluster, job.Name))
            .Select(job => $"job {job.Name}")
            .ToList();
        return (came.Count, jobs.Count) switch
        {
            (> 0, _) => $"Since it was approved {string.Join(", ", came)} began to read {plan.On.Name}.",
            (_, > 0) => $"Since it was approved {string.Join(", ", jobs)} came to need {plan.On.Name}.",
            _ => null,
        };
    }

    protected override IReadOnlyList<DriftedField> Drift(TopicSpec wanted, LiveTopic? live) =>
        TopicDrift.Of(wanted, live);
}
