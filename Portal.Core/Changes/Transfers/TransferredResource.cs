using System.Collections.Immutable;
using Portal.Core.Changes.Judging;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>A resource that a change gives to another team, as it is when the plan is computed.</summary>
/// <param name="From">Whose it is; null: the portal doesn't manage it any more.</param>
/// <param name="Along">What gets another owner with it.</param>
/// <param name="Uses">What names it and stays with its owner: "job enrich (Checkout)".</param>
/// <param name="HasPassword">Whoever owned it before may know a password of it.</param>
public sealed record TransferredResource(
    ChangeResource Asked,
    Team? From,
    Team To,
    ImmutableArray<FollowingOwner> Along,
    ImmutableArray<string> Uses,
    bool HasPassword
)
{
    /// <summary>It belongs to that team already.</summary>
    public bool IsDone => From?.Id == To.Id;

    internal IEnumerable<Finding> Findings(FindingNames names)
    {
        if (!Along.IsEmpty)
        {
            yield return Noted(
                names,
                "goes along",
                $"Grants belong to the owner of their data, so these change their owner too: {string.Join(", ", Along.Select(other => other.Name))}."
            );
        }

        if (!Uses.IsEmpty)
        {
            yield return Noted(names, "used by", $"Uses it and stays with its owner: {string.Join(", ", Uses)}.");
        }

        // Nothing changes on the cluster, so the password that its former owner was shown goes on working, with all that is granted to it.
        if (HasPassword && !IsDone && From is { } former)
        {
            yield return Noted(
                names,
                "password known",
                $"{former.Title} knows the password of {Asked.Name}, and so keeps all access that is granted to it. Rotate the password without an overlap once {To.Title} owns it."
            );
        }
    }

    private Finding Noted(FindingNames names, string what, string words) =>
        new(names.Of(what, Asked), CheckVerdict.Noted, words, Asked.On);
}
