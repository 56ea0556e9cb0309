using System.Collections.Immutable;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.ServiceAccounts;

/// <summary>The run that has an account in hand: nothing else may change the account until it is over.</summary>
/// <param name="UnderWay">The steps on the account that it has set out on or found done, and hasn't taken back.</param>
/// <param name="Done">Those of them that are done.</param>
/// <param name="Planned">The credentials that its plan was computed from.</param>
public sealed record AccountHolder(
    RunId Run,
    ChangeId Change,
    RunState State,
    string RequestedBy,
    ImmutableArray<Step> UnderWay,
    ImmutableArray<Step> Done,
    ImmutableArray<CredentialShown> Planned
)
{
    /// <summary>
    /// When the former password is over that was agreed to. A later end counts once it is carried out, and a sooner one once its change is applied: until then it
    /// may be taken back, and a password that is gone can't. Null: there is none, or the run itself has ended it.
    /// </summary>
    public DateTimeOffset? Until(ServiceAccountSpec agreed) =>
        agreed.FormerUntil is { } until && !Ends(agreed.Mechanism.Other())
            ? UnderWay
                .OfType<KeepCredential>()
                .Where(step => step.Credential.Mechanism == agreed.Mechanism.Other())
                .Select(step => step.Until)
                .Append(until)
                .Max()
            : null;

    /// <summary>When to look next: the sooner of that and the end of the password that this run itself makes the former one.</summary>
    public DateTimeOffset? Next(ServiceAccountSpec agreed) => new[] { Until(agreed), OwnUntil(UnderWay) }.Min();

    /// <summary>Null: nothing is over.</summary>
    public FormerOverdue? Overdue(ServiceAccountSpec agreed, DateTimeOffset now) =>
        Until(agreed) is { } until && until <= now ? new(Change, until, Sets(agreed.Mechanism), IsEnd)
        : OwnUntil(Done) is { } own && own <= now ? new(Change, own, IsReplacement: true, IsEnd)
        : null;

    /// <summary>
    /// Of what is shown only what is known to be the former password may go: by its rotation, or because the run's plan was computed from it. Other iterations are
    /// another password, of this run or of somebody else, and the only one that is shown stays. A former one that isn't shown may go whatever else is shown: others
    /// may still take it, unless this run sets another in its place.
    /// </summary>
    public FormerSeen Judge(ServiceAccountSpec agreed, LiveServiceAccount? live)
    {
        var mechanism = agreed.Mechanism.Other();
        if (live?.IterationsOf(mechanism) is not { } now)
        {
            return Sets(mechanism) ? new FormerSeen.Gone() : new FormerSeen.Missing(mechanism);
        }

        var former = new CredentialShown(mechanism, now);
        return UnderWay.OfType<SetCredential>().Any(step => step.Mechanism == mechanism && step.Iterations == now)
                ? new FormerSeen.Gone()
            : now != Rotations.Iterations(agreed.Rotation - 1) && !Planned.Contains(former)
                ? new FormerSeen.Unclear(
                    $"The password by {mechanism.Title()} isn't the former one: somebody else set it."
                )
            : live.IterationsOf(agreed.Mechanism) is null
                ? new FormerSeen.Unclear(
                    $"The newest password, by {agreed.Mechanism.Title()}, isn't on the cluster: the former one is the only one."
                )
            : new FormerSeen.There(former);
    }

    private bool IsEnd => RequestedBy == Actor.Clock.Name && State != RunState.Stuck;

    // Somebody deleted the newest one on the cluster, or this is a rotation without an overlap: the former one is all that clients have.
    private bool Sets(CredentialMechanism mechanism) =>
        UnderWay.OfType<SetCredential>().Any(step => step.Mechanism == mechanism);

    private bool Ends(CredentialMechanism mechanism) =>
        Done.Any(step =>
            step switch
            {
                SetCredential set => set.Mechanism == mechanism,
                RetireCredential end => end.Credential.Mechanism == mechanism,
                _ => step is DeleteCredentials,
            }
        );

    private static DateTimeOffset? OwnUntil(ImmutableArray<Step> steps) =>
        steps.OfType<SetCredential>().LastOrDefault(step => step.FormerUntil is not null)?.FormerUntil;
}
