namespace Portal.Core.Resources;

/// <summary>
/// All that deciding needs to know of a kind: pure, from values to values. A kind derives from
/// <see cref="ResourceKind{TSpec,TState,TBase,TEvidence}"/> and stands in the one list of kinds.
/// </summary>
public interface IResourceKind
{
    ResourceKind Kind { get; }

    /// <summary>One of them, in a sentence: "topic".</summary>
    string Noun { get; }

    /// <summary>What is wrong with a name, in words for who typed it; null when the engine would take it.</summary>
    string? NameProblem(string? name);

    /// <summary>What is wrong with a name of one that is to be like this, where nothing is wrong with the name in itself.</summary>
    string? NameProblem(string name, ResourceSpec spec);

    /// <summary>Two names with the same key are one resource to the engine: they share a lock and can't both be asked for.</summary>
    string LockKey(string name);

    /// <summary>It lives in a schema registry: clusters that have the same one have the same of them.</summary>
    bool IsInRegistry { get; }

    /// <summary>It lives on Kafka, or beside it: a cluster without Kafka can't have one.</summary>
    bool NeedsKafka { get; }

    ResourceSpec ReadSpec(string json);

    string WriteSpec(ResourceSpec spec);

    /// <summary>What is wrong with a spec in itself, by field.</summary>
    IEnumerable<FieldProblem> SpecProblems(ResourceSpec spec);

    /// <summary>What of a spec is to end at a time that is over already, by field.</summary>
    IEnumerable<FieldProblem> TimeProblems(ResourceSpec spec, DateTimeOffset now);

    /// <summary>Why resources of this kind on one cluster can't be requested together, in words; null when they can.</summary>
    string? ProblemTogether(IReadOnlyCollection<ResourceRequest> requested);

    /// <summary>The act on one resource, to follow "requested:": "grow orders".</summary>
    /// <param name="from">What is wanted of it now; null when the portal doesn't manage it.</param>
    string Act(ResourceOperation operation, string name, ResourceSpec? from, ResourceSpec? to);

    /// <summary>An edit laid over what is there by now: only what differs from its origin is changed.</summary>
    ResourceSpec Merge(ResourceSpec now, ResourceSpec origin, ResourceSpec wanted);

    /// <summary>A live resource as a spec: what of it a spec may hold.</summary>
    ResourceSpec AsSpec(ResourceState live, ResourceSpec wanted);

    /// <summary>All that differs between two specs, by field; their owners aside.</summary>
    IReadOnlyList<FieldMove> Between(ResourceSpec from, ResourceSpec to);

    /// <summary>From live to wanted. The same input gives the same steps.</summary>
    /// <param name="collidesWith">Something there whose name the engine can't keep apart from this one.</param>
    PlannedSteps Steps(ResourceRequest request, ResourceSpec? wanted, ResourceState? live, string? collidesWith);

    /// <summary>Where its steps stand beside those of another resource of the same change, of whatever kind, where the request doesn't say.</summary>
    Precedence Beside(ResourceRequest request, ResourceRequest other);

    /// <summary>What a live one builds on: none of it goes before it.</summary>
    IEnumerable<ResourceRef> BuildsOn(ResourceRef on, ResourceState live);

    /// <summary>One of its steps where these, which build on it, are deleted before it by the same change.</summary>
    Step Behind(Step step, IReadOnlyList<ResourceRef> users);

    /// <summary>The resources it names that have their place before or behind it; <see cref="Beside"/> says which.</summary>
    /// <param name="clusters">By name, for what is named so.</param>
    IEnumerable<ResourceRef> Related(ResourceRequest request, IReadOnlyDictionary<string, ClusterId> clusters);

    /// <summary>The engine keeps what is deleted, unless it is deleted permanently.</summary>
    bool CanDeletePermanently { get; }

    /// <summary>
    /// A spec that says nothing yet: what is there fills it when it is adopted. Null: not all that a person decides of it shows on the
    /// engine, so what is there can't become what is wanted.
    /// </summary>
    ResourceSpec? Blank { get; }

    /// <summary>A request for one makes a password that is shown to whoever requested it, and to nobody else.</summary>
    bool ShowsPassword { get; }

    /// <summary>Each belongs to the owner of other resources, and gets another owner with them.</summary>
    bool FollowsOwner { get; }

    /// <summary>What it belongs to the owner of, where that isn't who requests it: a grant is its data's owner's. Null: whoever requests it says.</summary>
    OwnerSource? OwnedWith(ClusterId cluster, ResourceSpec spec);

    /// <summary>Other data that it reads or writes, by name: whoever owns that approves before it begins to.</summary>
    IEnumerable<DataUse> Uses(ResourceSpec spec);

    /// <summary>A spec with what its request leaves open.</summary>
    /// <param name="managed">What is wanted of it now; null when the portal doesn't manage it.</param>
    ResourceSpec Complete(ResourceSpec spec, ResourceSpec? managed, DateTimeOffset now);

    /// <summary>Whoever approved it before agreed to this as well: nobody is asked again.</summary>
    bool IsAgreed(ResourceRequest request, ResourceState? live, DateTimeOffset now);

    /// <summary>What moved between two readings of one that was and is there, in words; null when nothing that is told.</summary>
    string? Moved(string name, ResourceBase then, ResourceBase now);

    /// <summary>Why a plan is dangerous on one resource, each reason with what it adds.</summary>
    IEnumerable<RiskReason> Risks(ResourcePlan plan, ResourceEvidence? seen);

    IEnumerable<Finding> Findings(CheckedResource resource);

    /// <summary>What was approved for what was seen then and would now be done to more; null when it holds.</summary>
    string? Worsened(ResourcePlan plan, JudgedEvidence then, JudgedEvidence now);

    /// <summary>What of a managed resource isn't as wanted.</summary>
    /// <param name="live">Null when the engine said that there is none.</param>
    IReadOnlyList<DriftedField> Drift(ResourceSpec wanted, ResourceState? live);
}

/// <summary>What is wrong with one field, in words for who filled it.</summary>
public sealed record FieldProblem(string Field, string Words);

/// <summary>Evidence with when it was judged.</summary>
public sealed record JudgedEvidence(ResourceEvidence? Evidence, DateTimeOffset At);
