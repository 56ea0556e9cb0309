using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Features.Requests;

/// <summary>How this person can make a team the owner of what nobody manages, and for which teams.</summary>
/// <param name="Operation">Adopt, which platform engineers do at once, or claim, which they approve.</param>
public sealed record OwnerChoice(ResourceOperation Operation, IReadOnlyList<Team> Teams)
{
    public bool IsClaim => Operation == ResourceOperation.Claim;

    /// <summary>On the button.</summary>
    public string Verb => IsClaim ? "Claim" : "Give";

    /// <summary>What happens next.</summary>
    public string Words =>
        IsClaim
            ? "Platform approves it. From then on your team owns it: it requests changes and approves them. Nothing on the cluster changes; what is live becomes what is wanted."
            : "The team owns it from now on: it requests changes and approves them. Nothing on the cluster changes; what is live becomes what is wanted.";
}

/// <summary>Finds the choice of whoever looks.</summary>
public sealed class OwnerChoices(TeamDirectory teams, Me me)
{
    /// <returns>Null: there is no team that this person can request something for.</returns>
    public async Task<OwnerChoice?> Of(CancellationToken stop)
    {
        var mayGive = me.May(new CallerAction.GiveResource()).Granted;
        if (!mayGive && !me.May(new CallerAction.ChooseOwner(null)).Granted)
        {
            return null;
        }

        var all = await teams.All(stop);
        var mine = all.Where(team => mayGive || me.May(new CallerAction.ChooseOwner(team.Id)).Granted).ToList();
        return mine.Count == 0 ? null : new(mayGive ? ResourceOperation.Adopt : ResourceOperation.Claim, mine);
    }
}
