using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Subjects of a schema registry as a kind of resource. Each answer is a file of its own beside this one.</summary>
public sealed class SchemaKind : ResourceKind<SchemaSpec, LiveSchema, SchemaBase, SchemaEvidence>
{
    public static readonly ResourceKind Word = new("schema");

    public override ResourceKind Kind => Word;

    public override string Noun => "schema";

    public override bool IsInRegistry => true;

    public override bool CanDeletePermanently => true;

    protected override SchemaSpec Blank { get; } = new(SchemaType.Avro, "", [], null, "");

    public override string? NameProblem(string? name) => SubjectName.Problem(name);

    protected override IEnumerable<FieldProblem> SpecProblems(SchemaSpec spec) => SchemaSpecReview.Of(spec);

    public override string? ProblemTogether(IReadOnlyCollection<ResourceRequest> requested) =>
        PlannedVersions.Problem(requested);

    protected override string Act(ResourceOperation operation, string name, SchemaSpec? from, SchemaSpec? to) =>
        (operation, from, to) switch
        {
            (ResourceOperation.Create, _, _) => $"register {name}",
            (ResourceOperation.Delete, _, _) => $"delete {name}",
            (_, not null, not null) when from.Schema != to.Schema => $"register a new version of {name}",
            _ => $"change {name}",
        };

    protected override SchemaSpec Merge(SchemaSpec now, SchemaSpec origin, SchemaSpec wanted) =>
        SchemaMerge.Over(now, origin, wanted);

    protected override SchemaSpec AsSpec(LiveSchema live, SchemaSpec wanted) => SchemaMerge.Seen(live, wanted);

    protected override IReadOnlyList<FieldMove> Between(SchemaSpec from, SchemaSpec to) =>
        SchemaMerge.Between(from, to);

    protected override PlannedSteps Steps(
        ResourceRequest request,
        SchemaSpec? wanted,
        LiveSchema? live,
        string? collidesWith
    ) => SchemaPlanner.Plan(request, wanted, live);

    public override Precedence Beside(ResourceRequest request, ResourceRequest other) =>
        SchemaPrecedence.Of(request, other);

    protected override IEnumerable<ResourceRef> BuildsOn(ResourceRef on, LiveSchema live) =>
        live.RefersTo.Select(subject => on with { Name = subject });

    public override Step Behind(Step step, IReadOnlyList<ResourceRef> users) =>
        step is DeleteSubject delete ? delete with { Referrers = [.. users.Select(user => user.Name)] } : step;

    public override IEnumerable<ResourceRef> Related(
        ResourceRequest request,
        IReadOnlyDictionary<string, ClusterId> clusters
    ) => SchemaPrecedence.Related(request);

    protected override string? Moved(string name, SchemaBase then, SchemaBase now) => SchemaBase.Moved(name, then, now);

    protected override IEnumerable<RiskReason> Risks(ResourcePlan plan, SchemaEvidence? seen) =>
        SchemaRisk.Of(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        SchemaSpec? wanted,
        LiveSchema? live,
        SchemaEvidence? seen
    ) =>
        wanted is null
            ? SubjectChecks.Of(resource, live, seen)
            :
            [
                .. SchemaChecks.Of(resource, wanted, seen),
                .. VersionChecks.Of(resource, wanted, live, seen),
                .. ReaderChecks.Of(resource, wanted, live, seen),
            ];

    // The override was given for those that it named.
    protected override string? Worsened(
        ResourcePlan plan,
        SchemaEvidence? then,
        DateTimeOffset thenAt,
        JudgedEvidence now
    )
    {
        if (UsedVersions.Deleted(plan.Steps) is null || now.Evidence is not SchemaEvidence { Use: { } use })
        {
            return null;
        }

        // Those of the topic that its name stands for: by an id what goes still answers.
        List<string> readers =
            use.IsTopicThere != true
                ? []
                : [.. use.ActiveAt(now.At).Except(then?.Use?.ActiveAt(thenAt) ?? [], StringComparer.Ordinal)];
        List<string> others = [.. use.ReferredToBy.Except(then?.Use?.ReferredToBy ?? [], StringComparer.Ordinal)];
        return readers.Count > 0
                ? $"Since it was approved {string.Join(", ", readers)} began to read {string.Join(", ", use.NamedTopics)}."
            : others.Count > 0 ? $"Since it was approved {string.Join(", ", others)} began to refer to {plan.On.Name}."
            : null;
    }

    protected override IReadOnlyList<DriftedField> Drift(SchemaSpec wanted, LiveSchema? live) =>
        SchemaDrift.Of(wanted, live);
}
