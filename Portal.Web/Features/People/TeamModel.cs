using Portal.Core;
using Portal.Core.People.Requests;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.People;

/// <summary>A team with everything its page shows.</summary>
/// <param name="MayEdit">Who looks may edit how it is reached.</param>
/// <param name="MayTransfer">Who looks may request that another team gets what it owns.</param>
/// <param name="MayRename">And its title.</param>
/// <param name="SeesSignIns">Who looks may see when people signed in.</param>
/// <param name="ToDecide">Requests for its roles that who looks may decide.</param>
public sealed record TeamView(
    TeamDetails Team,
    bool MayEdit,
    bool MayTransfer,
    bool MayRename,
    bool SeesSignIns,
    IReadOnlyList<RoleRequestRow> ToDecide
);

/// <summary>One team: who is in it, what it owns, how it is reached.</summary>
public sealed class TeamModel(
    TeamRoster teams,
    TeamContacts contacts,
    RoleRequestList requests,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<TeamView>
{
    private readonly OneAct _saving = new();
    private TeamWish? _seen;

    // Prerendered data are taken over without being loaded here, so the page says which it is.
    private string Name => Value?.Team.Row.Name ?? "";

    private TeamWish? Saved => Value?.Team.Row is { } row ? new(row.Title, row.Contact, row.OnCall) : null;

    /// <summary>What is being typed; null while nobody edits.</summary>
    public TeamForm? Form { get; private set; }

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(string name, CancellationToken stop)
    {
        if (await teams.Of(me.Caller, name, stop) is not { } team)
        {
            Show(
                new ViewState<TeamView>.NotFound(
                    $"There is no team {name}",
                    "A team comes to be with the first role rule that names it."
                )
            );
            return;
        }

        Show(
            new TeamView(
                team,
                me.May(new CallerAction.EditTeam(team.Row.Id)).Granted,
                me.May(new CallerAction.RequestChange(team.Row.Id)).Granted,
                me.Caller.IsPlatform,
                PersonAccess.May(me.Caller).Granted,
                [.. (await requests.ToDecide(me.Caller, stop)).Where(row => row.TeamId == team.Row.Id)]
            )
        );
    }

    public Task Again() => ReadAgain(store, () => Load(Name, CancellationToken.None), me.IsHere);

    public void Edit()
    {
        if (Saved is { } now)
        {
            _seen = now;
            Form = TeamForm.Of(now);
            Say();
        }
    }

    public void Leave()
    {
        (Form, Refused) = (null, null);
        Say();
    }

    protected override void Forget() => Form = null;

    /// <summary>Once, also by a double click: the second would be taken for somebody else's.</summary>
    public Task Save() => _saving.Run(SaveForm);

    private async Task SaveForm()
    {
        if (Form is not { } form)
        {
            return;
        }

        var wish = form.ToWish();
        var outcome = await store.Ask(() => contacts.Save(me.Known, Name, wish, _seen?.Tag, CancellationToken.None));
        Refused = (outcome as Outcome<Team>.Refused)?.Why;
        if (Refused is { Kind: RefusalKind.Conflict } && store.SilentSince is null)
        {
            await Again();
            FollowSaved();
            return;
        }

        if (outcome is not Outcome<Team>.Done)
        {
            Say();
            return;
        }

        Form = null;
        toaster.Say(new Toast(Tone.Ok, "The team is saved."));
        await Again();
    }

    // Whoever saves again has read what somebody else saved.
    private void FollowSaved()
    {
        if (Form is { } form && _seen is { } seen && Saved is { } now)
        {
            form.Follow(seen, now);
            _seen = now;
            Say();
        }
    }
}
