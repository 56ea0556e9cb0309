using Microsoft.Extensions.Options;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <summary>Stream jobs on Flink as a kind of resource. Each answer is a file of its own beside this one.</summary>
public sealed class JobKind(IOptions<StabilityOptions> stability) : ResourceKind<JobSpec, LiveJob, JobBase, JobEvidence>
{
    public static readonly ResourceKind Word = new("job");

    public override ResourceKind Kind => Word;

    public override string Noun => "job";

    public override bool NeedsKafka => false;

    public override string? NameProblem(string? name) => JobName.Problem(name);

    protected override IEnumerable<FieldProblem> SpecProblems(JobSpec spec) => JobSpecReview.Of(spec);

    protected override string Act(ResourceOperation operation, string name, JobSpec? from, JobSpec? to) =>
        (operation, from, to) switch
        {
            (ResourceOperation.Create, _, { RestoreFrom: { } savepoint }) => $"start {name} from savepoint {savepoint}",
            (ResourceOperation.Create, _, _) => $"start {name}",
            (ResourceOperation.Delete, _, _) => $"cancel {name}",
            (_, _, { RestoreFrom: { } savepoint }) => $"restore {name} from savepoint {savepoint}",
            (_, { State: JobDesired.Running }, { State: JobDesired.Suspended }) => $"suspend {name}",
            (_, { State: JobDesired.Suspended }, { State: JobDesired.Running }) => $"resume {name}",
            (_, not null, not null) when from.Definition != to.Definition => $"upgrade {name}",
            (_, _, { TakeSavepoint: true }) => $"take a savepoint of {name}",
            (_, _, { NewestSchemas: true }) => $"upgrade {name} to the newest schemas",
            _ => $"change {name}",
        };

    protected override JobSpec Merge(JobSpec now, JobSpec origin, JobSpec wanted) => JobMerge.Over(now, origin, wanted);

    protected override JobSpec AsSpec(LiveJob live, JobSpec wanted) => JobMerge.Seen(live, wanted);

    protected override IReadOnlyList<FieldMove> Between(JobSpec from, JobSpec to) => JobMerge.Between(from, to);

    protected override PlannedSteps Steps(
        ResourceRequest request,
        JobSpec? wanted,
        LiveJob? live,
        string? collidesWith
    ) => JobPlanner.Plan(request, wanted, live, stability.Value);

    public override Precedence Beside(ResourceRequest request, ResourceRequest other) =>
        JobPrecedence.Of(request, other);

    public override IEnumerable<ResourceRef> Related(
        ResourceRequest request,
        IReadOnlyDictionary<string, ClusterId> clusters
    ) => JobPrecedence.Related(request, clusters);

    protected override IEnumerable<DataUse> Uses(JobSpec spec) =>
        spec
            .Definition.Topics()
            .Select(topic => new DataUse(TopicKind.Word, topic.Cluster, topic.Topic, topic.IsWritten))
            .Distinct();

    /// <summary>A savepoint by itself interrupts nothing and changes nothing that runs: whoever may request it needs nobody.</summary>
    protected override bool IsAgreed(ResourceRequest request, LiveJob? live, DateTimeOffset now) =>
        request
            is {
                Operation: ResourceOperation.Update,
                Wanted: JobSpec { TakeSavepoint: true } wanted,
                Base: JobSpec origin
            }
        && Between(origin, wanted).All(move => move.Field == "takeSavepoint")
        && (origin.Labels, origin.Owner) == (wanted.Labels, wanted.Owner)
        && live?.Definition == wanted.Definition;

    protected override string? Moved(string name, JobBase then, JobBase now) => JobBase.Moved(name, then, now);

    protected override IEnumerable<RiskReason> Risks(ResourcePlan plan, JobEvidence? seen) => JobRisk.Of(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        JobSpec? wanted,
        LiveJob? live,
        JobEvidence? seen
    ) => wanted is null ? [] : JobChecks.Of(resource, wanted, live, seen);

    // What was approved reads and writes by the tables that were shown.
    protected override string? Worsened(ResourcePlan plan, JobEvidence? then, DateTimeOffset thenAt, JudgedEvidence now)
    {
        if (now.Evidence is not JobEvidence seen || then is null || !plan.Steps.Any(step => step is StartJob))
        {
            return null;
        }

        if (seen.Restore is { IsThere: false } gone)
        {
            return $"Since it was approved savepoint {gone.Number} was deleted, or is being deleted.";
        }

        if (
            seen.VersionChange is { } change
            && (change.IsDowngrade || change.IsUpgrade)
            && (change.Former, change.Now) != (then.VersionChange?.Former, then.VersionChange?.Now)
        )
        {
            return $"Since it was approved its Flink changed from {change.Former} to {change.Now}.";
        }

        var moved = seen
            .Tables.Where(table => then.Tables.All(t => (t.Name, t.Ddl) != (table.Name, table.Ddl)))
            .Select(table => table.Name)
            .ToList();
        return moved.Count > 0
            ? $"Since it was approved the schema or the address of {string.Join(", ", moved)} changed."
            : null;
    }

    protected override IReadOnlyList<DriftedField> Drift(JobSpec wanted, LiveJob? live) => JobDrift.Of(wanted, live);
}
