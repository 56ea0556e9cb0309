using Portal.Core;
using Portal.Core.People.Accounts;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Features.People;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>One Portal service account: its tokens and roles, and what it requested. What was just created is held until the page is left.</summary>
public sealed partial class AccountModel(
    AccountReading accounts,
    AccountManagement management,
    AccountTokens tokens,
    WorkloadRules workloads,
    RoleGrants grants,
    TeamDirectory teams,
    StoreWatch store,
    Toaster toaster,
    Me me,
    TimeProvider time
) : PageModel<AccountView>
{
    // Prerendered data are taken over without being loaded here, so the page says which it is.
    private string Name => Value?.Account.Row.Name ?? "";

    public RoleForm Form { get; private set; } = new();

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public Task Load(string name, CancellationToken stop)
    {
        // The page may be another account's now.
        _created = _created?.Row.Person == name ? _created : null;
        return Read(name, stop);
    }

    private async Task Read(string name, CancellationToken stop)
    {
        if (await accounts.Of(me.Caller, name, stop) is not Outcome<AccountDetails>.Done(var account))
        {
            Show(
                new ViewState<AccountView>.NotFound(
                    $"There is no Portal service account {name}",
                    "Accounts are created by the owners and approvers of the team that owns them."
                )
            );
            return;
        }

        var who = me.Known.Caller;
        var all = await teams.All(stop);
        var gives = GivableRoles.Of(who, all, RoleHolder.RolesOfAccounts);
        var manages = account.Row.RemovedAt is null && AccountCreation.May(who, account.Row.Team.Id).Granted;
        Show(new AccountView(account, all, gives, manages));
    }

    public async Task Give()
    {
        var wish = Form.ToWish(new(Name, IsAccount: true), time.GetUtcNow());
        if (await Did(() => grants.Give(me.Known, wish, CancellationToken.None), "The role is given.") is not null)
        {
            Form = new RoleForm { Team = wish.Team };
        }
    }

    public Task Take(RoleRow role) =>
        Did(
            () => grants.Take(me.Known, new(Name, IsAccount: true), role.Team, role.Role, CancellationToken.None),
            "The role is taken away."
        );

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public async Task<Refusal?> Disable(string reason)
    {
        await Did(() => management.Disable(me.Known, Name, reason, CancellationToken.None), $"{Name} is disabled.");
        return ToDialog();
    }

    public Task Enable() =>
        Did(() => management.Enable(me.Known, Name, CancellationToken.None), $"{Name} is enabled again.");

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public async Task<Refusal?> Remove()
    {
        await Did(() => management.Remove(me.Known, Name, CancellationToken.None), $"{Name} is removed.");
        return ToDialog();
    }

    protected override void Forget() => (Form, Workload) = (new RoleForm(), new WorkloadForm());

    private async Task<T?> Did<T>(Func<Task<Outcome<T>>> act, string words)
        where T : class
    {
        var outcome = await store.Ask(act);
        Refused = (outcome as Outcome<T>.Refused)?.Why;
        var done = (outcome as Outcome<T>.Done)?.Value;
        if (done is not null)
        {
            toaster.Say(new Toast(Tone.Ok, words));
        }

        await Again();
        return done;
    }

    private Task Again() => ReadAgain(store, () => Read(Name, CancellationToken.None), me.IsHere);
}
