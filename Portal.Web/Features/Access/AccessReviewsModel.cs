using Portal.Core;
using Portal.Core.Access.Reviews;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.Access;

/// <summary>Rounds, newest first, and which of them who looks may open.</summary>
/// <param name="Teams">Over whose data they may open one.</param>
/// <param name="MayOpenAll">They may open one over everybody's.</param>
public sealed record AccessReviewsView(IReadOnlyList<ReviewRow> Rows, IReadOnlyList<Team> Teams, bool MayOpenAll)
{
    public bool MayOpen => MayOpenAll || Teams.Count > 0;
}

/// <summary>The list of access reviews, and a new one.</summary>
public sealed class AccessReviewsModel(
    AccessReviewReading reviews,
    AccessReviewOpening opening,
    TeamDirectory teams,
    StoreWatch store,
    TimeProvider clock,
    Me me
) : PageModel<AccessReviewsView>
{
    public const string Everybody = "";
    private const int Shown = 100;

    /// <summary>Whose data, by the team's name; <see cref="Everybody"/>; null: not chosen yet.</summary>
    public string? Scope { get; set; }

    public int Days { get; set; } = 14;

    public string Reason { get; set; } = "";

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(CancellationToken stop)
    {
        var rows = await reviews.Newest(null, Shown, stop);
        var all = await teams.All(stop);
        var mayAll = me.May(new CallerAction.OpenAccessReview(null)).Granted;
        List<Team> mine = [.. all.Where(team => me.May(new CallerAction.OpenAccessReview(team.Id)).Granted)];
        Show(new AccessReviewsView(rows, mine, mayAll));
    }

    /// <returns>The round's number, or null when it was refused.</returns>
    public async Task<long?> Open()
    {
        var wish = new ReviewWish(Scope is { Length: > 0 } team ? team : null, Reason, clock.GetUtcNow().AddDays(Days));
        var outcome = await store.Ask(() => opening.Open(me.Caller, wish, CancellationToken.None));
        Refused = (outcome as Outcome<long>.Refused)?.Why;
        Say();
        return (outcome as Outcome<long>.Done)?.Value;
    }
}
