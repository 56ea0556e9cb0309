using System.Diagnostics.CodeAnalysis;

namespace Portal.Core.Resources;

/// <summary>A kind in its own types: everything that comes in is read into them once, here. Labels are any kind's, and treated here too.</summary>
[SuppressMessage("Design", "CA1005", Justification = "A kind has four types of its own.")]
public abstract class ResourceKind<TSpec, TState, TBase, TEvidence> : IResourceKind
    where TSpec : ResourceSpec
    where TState : ResourceState
    where TBase : ResourceBase
    where TEvidence : ResourceEvidence
{
    public abstract ResourceKind Kind { get; }

    public abstract string Noun { get; }

    public abstract string? NameProblem(string? name);

    protected virtual string? NameProblem(string name, TSpec spec) => null;

    string? IResourceKind.NameProblem(string name, ResourceSpec spec) => NameProblem(name, (TSpec)spec);

    public virtual string LockKey(string name) => name;

    public virtual bool IsInRegistry => false;

    public virtual bool NeedsKafka => true;

    public virtual bool CanDeletePermanently => false;

    protected virtual TSpec? Blank => null;

    ResourceSpec? IResourceKind.Blank => Blank;

    public ResourceSpec ReadSpec(string json) => CoreJson.Read<TSpec>(json);

    public string WriteSpec(ResourceSpec spec) => CoreJson.Write((TSpec)spec);

    protected abstract IEnumerable<FieldProblem> SpecProblems(TSpec spec);

    protected virtual IEnumerable<FieldProblem> TimeProblems(TSpec spec, DateTimeOffset now) => [];

    public virtual string? ProblemTogether(IReadOnlyCollection<ResourceRequest> requested) => null;

    protected abstract string Act(ResourceOperation operation, string name, TSpec? from, TSpec? to);

    protected abstract TSpec Merge(TSpec now, TSpec origin, TSpec wanted);

    protected abstract TSpec AsSpec(TState live, TSpec wanted);

    protected abstract IReadOnlyList<FieldMove> Between(TSpec from, TSpec to);

    protected abstract PlannedSteps Steps(ResourceRequest request, TSpec? wanted, TState? live, string? collidesWith);

    public virtual Precedence Beside(ResourceRequest request, ResourceRequest other) => Precedence.Either;

    protected virtual IEnumerable<ResourceRef> BuildsOn(ResourceRef on, TState live) => [];

    public virtual Step Behind(Step step, IReadOnlyList<ResourceRef> users) => step;

    public virtual IEnumerable<ResourceRef> Related(
        ResourceRequest request,
        IReadOnlyDictionary<string, ClusterId> clusters
    ) => [];

    public virtual bool ShowsPassword => false;

    public virtual bool FollowsOwner => false;

    public virtual OwnerSource? OwnedWith(ClusterId cluster, ResourceSpec spec) => null;

    protected virtual IEnumerable<DataUse> Uses(TSpec spec) => [];

    protected virtual TSpec Complete(TSpec spec, TSpec? managed, DateTimeOffset now) => spec;

    protected virtual bool IsAgreed(ResourceRequest request, TState? live, DateTimeOffset now) => false;

    protected abstract string? Moved(string name, TBase then, TBase now);

    protected abstract IEnumerable<RiskReason> Risks(ResourcePlan plan, TEvidence? seen);

    protected abstract IEnumerable<Finding> Findings(
        CheckedResource resource,
        TSpec? wanted,
        TState? live,
        TEvidence? seen
    );

    protected virtual string? Worsened(ResourcePlan plan, TEvidence? then, DateTimeOffset thenAt, JudgedEvidence now) =>
        null;

    protected abstract IReadOnlyList<DriftedField> Drift(TSpec wanted, TState? live);

    IEnumerable<FieldProblem> IResourceKind.SpecProblems(ResourceSpec spec) => SpecProblems((TSpec)spec);

    IEnumerable<FieldProblem> IResourceKind.TimeProblems(ResourceSpec spec, DateTimeOffset now) =>
        TimeProblems((TSpec)spec, now);

    string IResourceKind.Act(ResourceOperation operation, string name, ResourceSpec? from, ResourceSpec? to) =>
        operation switch
        {
            ResourceOperation.Adopt => $"adopt {name} as it is",
            ResourceOperation.Claim => $"claim {name} as it is",
            ResourceOperation.Transfer => $"transfer {name} to another team",
            _ => Act(operation, name, (TSpec?)from, (TSpec?)to),
        };

    ResourceSpec IResourceKind.Merge(ResourceSpec now, ResourceSpec origin, ResourceSpec wanted) =>
        ((ResourceSpec)Merge((TSpec)now, (TSpec)origin, (TSpec)wanted)) with
        {
            Labels = Labels.Merge(now.Labels, origin.Labels, wanted.Labels),
        };

    ResourceSpec IResourceKind.AsSpec(ResourceState live, ResourceSpec wanted) => AsSpec((TState)live, (TSpec)wanted);

    IReadOnlyList<FieldMove> IResourceKind.Between(ResourceSpec from, ResourceSpec to) =>
        [.. Between((TSpec)from, (TSpec)to), .. Labels.Between(from.Labels, to.Labels)];

    PlannedSteps IResourceKind.Steps(
        ResourceRequest request,
        ResourceSpec? wanted,
        ResourceState? live,
        string? collidesWith
    ) => Steps(request, (TSpec?)wanted, (TState?)live, collidesWith);

    IEnumerable<ResourceRef> IResourceKind.BuildsOn(ResourceRef on, ResourceState live) => BuildsOn(on, (TState)live);

    IEnumerable<DataUse> IResourceKind.Uses(ResourceSpec spec) => Uses((TSpec)spec);

    ResourceSpec IResourceKind.Complete(ResourceSpec spec, ResourceSpec? managed, DateTimeOffset now) =>
        Complete((TSpec)spec, (TSpec?)managed, now);

    bool IResourceKind.IsAgreed(ResourceRequest request, ResourceState? live, DateTimeOffset now) =>
        IsAgreed(request, (TState?)live, now);

    string? IResourceKind.Moved(string name, ResourceBase then, ResourceBase now) =>
        Moved(name, (TBase)then, (TBase)now);

    IEnumerable<RiskReason> IResourceKind.Risks(ResourcePlan plan, ResourceEvidence? seen) =>
        Risks(plan, (TEvidence?)seen);

    IEnumerable<Finding> IResourceKind.Findings(CheckedResource resource) =>
        Findings(resource, (TSpec?)resource.Wanted, (TState?)resource.Live, (TEvidence?)resource.Evidence);

    string? IResourceKind.Worsened(ResourcePlan plan, JudgedEvidence then, JudgedEvidence now) =>
        Worsened(plan, (TEvidence?)then.Evidence, then.At, now);

    IReadOnlyList<DriftedField> IResourceKind.Drift(ResourceSpec wanted, ResourceState? live) =>
        Drift((TSpec)wanted, (TState?)live);
}
