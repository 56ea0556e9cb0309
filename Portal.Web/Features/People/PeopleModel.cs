using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.People;

/// <summary>What the list's address asks for.</summary>
/// <param name="After">The handle that the page before ended with; null: the first page.</param>
public sealed record PeopleQuery(bool Teams, string? Words, string? Team, Role? Role, bool? Disabled, string? After)
{
    public bool IsFiltered => Words is { Length: > 0 } || Team is not null || Role is not null || Disabled is not null;
}

/// <summary>A page of people, or the teams.</summary>
/// <param name="Teams">All of them, by title, where teams are shown.</param>
/// <param name="Names">All teams, to narrow people by.</param>
/// <param name="SeesSignIns">Who looks may see when people signed in.</param>
/// <param name="Next">The handle that the next page begins after; null when this is the last.</param>
public sealed record PeopleView(
    IReadOnlyList<PersonRow> People,
    IReadOnlyList<TeamRow> Teams,
    IReadOnlyList<Team> Names,
    string? Next,
    bool SeesSignIns,
    bool AreTeams
)
{
    /// <summary>The teams that a search leaves.</summary>
    public IReadOnlyList<TeamRow> Matching(string? words) =>
        words?.Trim() is { Length: > 0 } text
            ?
            [
                .. Teams.Where(t =>
                    t.Title.Contains(text, StringComparison.OrdinalIgnoreCase)
                    || t.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                ),
            ]
            : Teams;
}

/// <summary>Who there is, and in which teams.</summary>
public sealed class PeopleModel(PeopleList people, TeamRoster teams, TeamDirectory names, Me me) : PageModel<PeopleView>
{
    public const int Shown = 100;

    public async Task Load(PeopleQuery query, CancellationToken stop)
    {
        IReadOnlyList<PersonRow> rows = query.Teams
            ? []
            : await people.Page(
                me.Caller,
                new PeopleFilter(query.Words, query.Team, query.Role, query.Disabled),
                query.After,
                Shown + 1,
                stop
            );
        Show(
            new PeopleView(
                [.. rows.Take(Shown)],
                query.Teams ? await teams.All(stop) : [],
                query.Teams ? [] : await names.All(stop),
                rows.Count > Shown ? rows[Shown - 1].Handle : null,
                PersonAccess.May(me.Caller).Granted,
                query.Teams
            )
        );
    }
}
