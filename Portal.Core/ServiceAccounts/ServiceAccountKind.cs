using Microsoft.Extensions.Options;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts that clients sign in to Kafka with, as a kind of resource.</summary>
public sealed class ServiceAccountKind(IOptions<ServiceAccountOptions> options)
    : ResourceKind<ServiceAccountSpec, LiveServiceAccount, ServiceAccountBase, ServiceAccountEvidence>
{
    public static readonly ResourceKind Word = Access.AccessKind.Account;

    private const int LongestDescription = 2_000;

    // An end that is a minute away by one machine's clock is there by another's.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    public override ResourceKind Kind => Word;

    public override string Noun => "service account";

    public override bool ShowsPassword => true;

    /// <summary>As ACLs name it.</summary>
    public static string PrincipalOf(string name) => $"{Access.Acl.User}{name}";

    public override string? NameProblem(string? name) => AccountName.Problem(name);

    protected override string? NameProblem(string name, ServiceAccountSpec spec) =>
        AccountName.Problem(name, spec.Authentication);

    protected override IEnumerable<FieldProblem> SpecProblems(ServiceAccountSpec spec)
    {
        if (
            spec
            is { IsByCertificate: true }
                and not { Rotation: 1, FormerUntil: null, Mechanism: default(CredentialMechanism) }
        )
        {
            yield return new(
                "authentication",
                "An account by certificate has no password: leave out mechanism, rotation and formerUntil."
            );
        }

        if (spec.Rotation < 1)
        {
            yield return new("rotation", "Passwords are counted from 1.");
        }

        if (spec is { Rotation: 1, FormerUntil: not null })
        {
            yield return new("formerUntil", "A first password has no former one: leave this out.");
        }

        if (spec.Description.Length > LongestDescription)
        {
            yield return new("description", $"A description has at most {LongestDescription:N0} characters.");
        }
    }

    protected override string Act(
        ResourceOperation operation,
        string name,
        ServiceAccountSpec? from,
        ServiceAccountSpec? to
    ) => ServiceAccountEdits.Act(operation, name, from, to);

    protected override ServiceAccountSpec Merge(
        ServiceAccountSpec now,
        ServiceAccountSpec origin,
        ServiceAccountSpec wanted
    ) => ServiceAccountEdits.Merge(now, origin, wanted);

    // Which password it has is known only where its iterations are those of the wanted one.
    protected override ServiceAccountSpec AsSpec(LiveServiceAccount live, ServiceAccountSpec wanted) => wanted;

    protected override IReadOnlyList<FieldMove> Between(ServiceAccountSpec from, ServiceAccountSpec to) =>
        ServiceAccountEdits.Between(from, to);

    protected override ServiceAccountSpec Complete(
        ServiceAccountSpec spec,
        ServiceAccountSpec? managed,
        DateTimeOffset now
    ) => ServiceAccountEdits.Complete(spec, managed);

    // Who approved the rotation agreed to the end of the former password.
    protected override bool IsAgreed(ResourceRequest request, LiveServiceAccount? live, DateTimeOffset now) =>
        live?.Managed is { FormerUntil: { } until } managed
        && until <= now + ClocksDiffer
        && request is { Operation: ResourceOperation.Update, Wanted: ServiceAccountSpec wanted }
        && wanted == managed.WithoutFormer;

    protected override PlannedSteps Steps(
        ResourceRequest request,
        ServiceAccountSpec? wanted,
        LiveServiceAccount? live,
        string? collidesWith
    ) => ServiceAccountPlanner.Plan(request, wanted, live);

    // An account is there before access is granted to it, and its access ends before it does.
    public override Precedence Beside(ResourceRequest request, ResourceRequest other) =>
        other.On.Kind == Access.AccessKind.Word && other.On.Cluster == request.On.Cluster
            ? request.Operation == ResourceOperation.Delete
                ? Precedence.Last
                : Precedence.First
            : Precedence.Either;

    protected override string? Moved(string name, ServiceAccountBase then, ServiceAccountBase now) =>
        ServiceAccountBase.Moved(name, then, now);

    protected override IEnumerable<RiskReason> Risks(ResourcePlan plan, ServiceAccountEvidence? seen) =>
        ServiceAccountRisk.Of(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        ServiceAccountSpec? wanted,
        LiveServiceAccount? live,
        ServiceAccountEvidence? seen
    ) =>
        (wanted, live) switch
        {
            (null, _) => ServiceAccountChecks.Deletion(resource, live, seen),
            ({ IsByCertificate: true }, null) =>
            [
                .. CreationChecks.Of(resource, wanted, options.Value.IsReserved(resource.Request.On.Name), seen),
                CreationChecks.Certificate(resource),
            ],
            ({ IsByCertificate: true }, not null) => [],
            (not null, null) =>
            [
                .. CreationChecks.Of(resource, wanted, options.Value.IsReserved(resource.Request.On.Name), seen),
                .. PasswordChecks.Mechanism(resource, wanted, live, seen),
            ],
            (not null, not null) => PasswordChecks.Of(resource, wanted, live, seen),
        };

    // The override was given for what it named.
    protected override string? Worsened(
        ResourcePlan plan,
        ServiceAccountEvidence? then,
        DateTimeOffset thenAt,
        JudgedEvidence now
    ) => now.Evidence is ServiceAccountEvidence seen ? seen.Worse(plan, then) : null;

    protected override IReadOnlyList<DriftedField> Drift(ServiceAccountSpec wanted, LiveServiceAccount? live) =>
        PasswordChecks.Drift(wanted, live);
}
