using Portal.Core;
using Portal.Core.People.Delegations;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.People;

/// <summary>One person: what they are and why; roles are given and taken, access is ended.</summary>
public sealed class PersonModel(
    PersonReading people,
    RoleGrants grants,
    RoleRequestList requests,
    DelegationList delegations,
    PersonAccess access,
    TeamDirectory teams,
    StoreWatch store,
    Toaster toaster,
    Me me,
    TimeProvider time
) : PageModel<PersonView>
{
    private readonly OneAct _giving = new();

    // Prerendered data are taken over without being loaded here, so the page says whose it is.
    private string Handle => Value?.Person.Row.Handle ?? "";

    public RoleForm Form { get; private set; } = new();

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(string handle, CancellationToken stop)
    {
        if (await people.Of(me.Caller, handle, stop) is not { } person)
        {
            Show(
                new ViewState<PersonView>.NotFound(
                    $"There is nobody with the handle {handle}",
                    "People are listed when they have signed in once."
                )
            );
            return;
        }

        var who = me.Known.Caller;
        var all = await teams.All(stop);
        var gives = GivableRoles.Of(who, all, Enum.GetValues<Role>());
        var waiting = await requests.ToDecide(who, stop);
        Show(
            new PersonView(
                person,
                all,
                gives,
                PersonAccess.May(who).Granted,
                PersonAccess.MayEnable(who).Granted,
                person.Row.Id == me.Known.Id,
                [.. waiting.Where(row => row.PersonId == person.Row.Id)],
                await delegations.Of(handle, stop)
            )
        );
    }

    /// <summary>Once, also by a double click.</summary>
    public Task Give() => _giving.Run(GiveForm);

    private async Task GiveForm()
    {
        var wish = Form.ToWish(new(Handle), time.GetUtcNow());
        if (Taken(await store.Ask(() => grants.Give(me.Known, wish, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, "The role is given."));
            Form = new RoleForm { Team = wish.Team };
        }

        await Again();
    }

    public async Task Take(RoleRow role)
    {
        var outcome = await store.Ask(() =>
            grants.Take(me.Known, new(Handle), role.Team, role.Role, CancellationToken.None, role.Only)
        );
        if (Taken(outcome))
        {
            toaster.Say(new Toast(Tone.Ok, "The role is taken away."));
        }

        await Again();
    }

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public async Task<Refusal?> Disable(string reason)
    {
        if (Taken(await store.Ask(() => access.Disable(me.Known, Handle, reason, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, $"{Handle} is disabled, and signed out everywhere."));
        }

        await Again();
        return ToDialog();
    }

    public async Task Enable()
    {
        if (Taken(await store.Ask(() => access.Enable(me.Known, Handle, CancellationToken.None))))
        {
            toaster.Say(new Toast(Tone.Ok, $"{Handle} may sign in again."));
        }

        await Again();
    }

    protected override void Forget() => Form = new RoleForm();

    private bool Taken<T>(Outcome<T>? outcome)
    {
        Refused = (outcome as Outcome<T>.Refused)?.Why;
        return outcome is Outcome<T>.Done;
    }

    public Task Again() => ReadAgain(store, () => Load(Handle, CancellationToken.None), me.IsHere);
}
