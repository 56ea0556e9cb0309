using Microsoft.Extensions.Options;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <summary>Grants of access to topics as a kind of resource. Each answer is a file of its own beside this one.</summary>
public sealed class AccessKind(IOptions<AccessOptions> options)
    : ResourceKind<AccessSpec, LiveAccess, AccessBase, AccessEvidence>
{
    public static readonly ResourceKind Word = new("access");

    /// <summary>The kind of those that access is granted to.</summary>
    public static readonly ResourceKind Account = new("service-account");

    // The end of a grant that is a minute away by one machine's clock is there by another's.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    public override ResourceKind Kind => Word;

    public override string Noun => "grant";

    public override string? NameProblem(string? name) => AccessName.Problem(name);

    protected override IEnumerable<FieldProblem> SpecProblems(AccessSpec spec) =>
        spec.IsRemoval ? AclRemoval.Problems(spec) : AccessSpecReview.Of(spec);

    protected override IEnumerable<FieldProblem> TimeProblems(AccessSpec spec, DateTimeOffset now) =>
        AccessSpecReview.Over(spec, now);

    protected override string Act(ResourceOperation operation, string name, AccessSpec? from, AccessSpec? to) =>
        (operation, from, to) switch
        {
            (_, _, { IsRemoval: true } removal) => AclRemoval.Act(removal),
            (ResourceOperation.Create, _, { } wanted) => $"allow {wanted.Principal} to {wanted.Act}",
            (ResourceOperation.Delete, { } former, _) => $"remove the access of {former.Principal} to {former.Act}",
            (ResourceOperation.Delete, _, _) => $"remove grant {name}",
            (_, { } former, { } wanted) when former with { Expires = wanted.Expires } == wanted =>
                $"extend {name} until {GrantAccess.Until(wanted.Expires)}",
            _ => $"change grant {name}",
        };

    protected override AccessSpec Merge(AccessSpec now, AccessSpec origin, AccessSpec wanted) =>
        AccessMerge.Over(now, origin, wanted);

    protected override AccessSpec AsSpec(LiveAccess live, AccessSpec wanted) =>
        wanted with
        {
            Expires = live.Expires,
            NeverExpires = live.Expires is null,
        };

    protected override IReadOnlyList<FieldMove> Between(AccessSpec from, AccessSpec to) =>
        AccessMerge.Between(from, to);

    protected override PlannedSteps Steps(
        ResourceRequest request,
        AccessSpec? wanted,
        LiveAccess? live,
        string? collidesWith
    ) => AccessPlanner.Plan(request, wanted, live);

    // A grant is bound to its topic, so the topic comes first; and it ends while the topic is still there.
    public override Precedence Beside(ResourceRequest request, ResourceRequest other) =>
        other.On.Kind != TopicKind.Word || other.On.Cluster != request.On.Cluster ? Precedence.Either
        : (request.Operation, other.Operation) is (ResourceOperation.Delete, ResourceOperation.Delete)
            ? Precedence.First
        : request.Wanted is AccessSpec { IsOneTopic: true } wanted && wanted.Topic == other.On.Name ? Precedence.Last
        : Precedence.Either;

    public override IEnumerable<ResourceRef> Related(
        ResourceRequest request,
        IReadOnlyDictionary<string, ClusterId> clusters
    ) => (request.Wanted as AccessSpec)?.Related.Select(r => request.On with { Kind = r.Kind, Name = r.Name }) ?? [];

    public override bool FollowsOwner => true;

    public override OwnerSource? OwnedWith(ClusterId cluster, ResourceSpec spec) =>
        // It counts for whatever any team creates later, whoever owns all that is there now.
        spec is AccessSpec { Topic: Acl.Any }
            ? OwnerSource.None(TopicKind.Word, cluster)
        : spec is AccessSpec grant ? new(TopicKind.Word, cluster, grant.Topic, !grant.IsOneTopic)
        : null;

    protected override AccessSpec Complete(AccessSpec spec, AccessSpec? managed, DateTimeOffset now) =>
        spec.IsRemoval ? spec
        : spec is { Expires: null, NeverExpires: false }
            ? managed is null
                    ? spec with
                    {
                        Expires = Whole(now.AddDays(options.Value.DefaultDays), TimeSpan.TicksPerMinute),
                    }
                : spec with { Expires = managed.Expires, NeverExpires = managed.NeverExpires }
        : spec with { Expires = spec.Expires is { } at ? Whole(at, TimeSpan.TicksPerSecond) : null };

    // Who approved it agreed to its end, and who approved the deletion of its account to that too.
    protected override bool IsAgreed(ResourceRequest request, LiveAccess? live, DateTimeOffset now) =>
        request.Operation == ResourceOperation.Delete && live?.IsOver(now + ClocksDiffer) == true;

    protected override string? Moved(string name, AccessBase then, AccessBase now) => AccessBase.Moved(name, then, now);

    protected override IEnumerable<RiskReason> Risks(ResourcePlan plan, AccessEvidence? seen) =>
        AccessRisk.Of(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        AccessSpec? wanted,
        LiveAccess? live,
        AccessEvidence? seen
    ) =>
        wanted switch
        {
            null => AccessChecks.OfEnd(resource, live, seen),
            { IsRemoval: true } => AclRemoval.Findings(resource, wanted, seen),
            _ => AccessChecks.Of(resource, wanted, live, seen),
        };

    protected override string? Worsened(
        ResourcePlan plan,
        AccessEvidence? then,
        DateTimeOffset thenAt,
        JudgedEvidence now
    ) => (now.Evidence as AccessEvidence)?.Worse(then);

    protected override IReadOnlyList<DriftedField> Drift(AccessSpec wanted, LiveAccess? live) => AccessDrift.Of(live);

    // The store keeps a time less exactly than it is given: what is read back has to be the same.
    private static DateTimeOffset Whole(DateTimeOffset at, long ticks) =>
        at.ToUniversalTime().AddTicks(-(at.UtcTicks % ticks));
}
