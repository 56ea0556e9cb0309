using System.Text.RegularExpressions;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts that clients sign in to Kafka with, as a kind of resource.</summary>
public sealed partial class ServiceAccountKind
    : ResourceKind<ServiceAccountSpec, LiveServiceAccount, ServiceAccountBase, ServiceAccountEvidence>
{
    public static readonly ResourceKind Word = Access.AccessKind.Account;

    private const int LongestName = 100;
    private const int LongestDescription = 2_000;

    public override ResourceKind Kind => Word;

    public override string Noun => "service account";

    public override bool ShowsPassword => true;

    /// <summary>As ACLs name it.</summary>
    public static string PrincipalOf(string name) => $"{Access.Acl.User}{name}";

    public override string? NameProblem(string? name) =>
        name switch
        {
            null or "" => "An account needs a name, such as billing.",
            { Length: > LongestName } =>
                $"The name has {name.Length} characters; an account has at most {LongestName}.",
            _ when !Allowed().IsMatch(name) => "Use letters, digits, dots, underscores and hyphens.",
            "ANONYMOUS" => "Kafka calls whoever doesn't sign in ANONYMOUS; choose another name.",
            _ => null,
        };

    protected override IEnumerable<FieldProblem> SpecProblems(ServiceAccountSpec spec)
    {
        if (spec.Rotation < 1)
        {
            yield return new("rotation", "Passwords are counted from 1.");
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
    ) =>
        (operation, from, to) switch
        {
            (ResourceOperation.Create, _, _) => $"create account {name}",
            (ResourceOperation.Delete, _, _) => $"delete account {name}",
            (_, { } former, { } wanted) when former.Rotation != wanted.Rotation => $"rotate the password of {name}",
            _ => $"change account {name}",
        };

    protected override ServiceAccountSpec Merge(
        ServiceAccountSpec now,
        ServiceAccountSpec origin,
        ServiceAccountSpec wanted
    ) =>
        wanted with
        {
            Mechanism = origin.Mechanism == wanted.Mechanism ? now.Mechanism : wanted.Mechanism,
            Rotation = origin.Rotation == wanted.Rotation ? now.Rotation : wanted.Rotation,
            Description = origin.Description == wanted.Description ? now.Description : wanted.Description,
        };

    // Which password it has is known only where its iterations are those of the wanted one.
    protected override ServiceAccountSpec AsSpec(LiveServiceAccount live, ServiceAccountSpec wanted) => wanted;

    protected override IReadOnlyList<FieldMove> Between(ServiceAccountSpec from, ServiceAccountSpec to) =>
        [
            .. new FieldMove[]
            {
                new("description", $"“{from.Description}”", $"“{to.Description}”"),
                new("mechanism", from.Mechanism.Title(), to.Mechanism.Title()),
                new("rotation", $"{from.Rotation}", $"{to.Rotation}"),
            }.Where(move => move.Before != move.After),
        ];

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
        ServiceAccountChecks.Risks(plan, seen);

    protected override IEnumerable<Finding> Findings(
        CheckedResource resource,
        ServiceAccountSpec? wanted,
        LiveServiceAccount? live,
        ServiceAccountEvidence? seen
    ) =>
        (wanted, live) switch
        {
            (null, not null) => [ServiceAccountChecks.Deletion(resource, seen)],
            (not null, null) => [ServiceAccountChecks.Creation(resource, seen)],
            _ => [],
        };

    // The override was given for the grants that it named.
    protected override string? Worsened(
        ResourcePlan plan,
        ServiceAccountEvidence? then,
        DateTimeOffset thenAt,
        JudgedEvidence now
    ) =>
        plan.Steps.Any(step => step is DeleteCredentials)
        && now.Evidence is ServiceAccountEvidence seen
        && seen.Grants.Except(then?.Grants ?? [], StringComparer.Ordinal).ToList() is [var came, ..]
            ? $"Since it was approved {plan.On.Name} was granted {came}."
            : null;

    protected override IReadOnlyList<DriftedField> Drift(ServiceAccountSpec wanted, LiveServiceAccount? live) =>
        live?.IterationsOf(wanted.Mechanism) switch
        {
            null => [new("credential", wanted.Mechanism.Title(), "gone")],
            var iterations when iterations != Rotations.Iterations(wanted.Rotation) =>
            [
                new("password", "as approved", "changed outside the portal"),
            ],
            _ => [],
        };

    [GeneratedRegex(@"^[a-zA-Z0-9._-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Allowed();
}
