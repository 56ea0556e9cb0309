using Portal.Core;
using Portal.Core.People.Accounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>A page of Portal service accounts.</summary>
/// <param name="Teams">All of them, by title, to narrow by.</param>
/// <param name="Manages">The teams whose accounts who looks may create.</param>
/// <param name="Next">The name that the next page begins after; null when this is the last.</param>
public sealed record AccountsView(
    IReadOnlyList<AccountRow> Accounts,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<Team> Manages,
    string? Next
);

/// <summary>An account as it is typed.</summary>
public sealed class AccountForm
{
    public string Name { get; set; } = "";
    public string Team { get; set; } = "";
    public string Description { get; set; } = "";

    public AccountWish ToWish() => new(Name.Trim(), Team, Description);
}

/// <summary>Portal service accounts: listed, and created for one's team.</summary>
public sealed class AccountsModel(
    AccountList accounts,
    AccountCreation creation,
    TeamDirectory teams,
    StoreWatch store,
    Me me
) : PageModel<AccountsView>
{
    public const int Shown = 100;

    /// <summary>What is being typed; null while nobody creates one.</summary>
    public AccountForm? Form { get; private set; }

    public string? WrongWith(string field) => Refused?.Fields?.GetValueOrDefault(field);

    public async Task Load(AccountFilter filter, string? after, CancellationToken stop)
    {
        var rows = await accounts.Page(me.Caller, filter, after, Shown + 1, stop);
        var all = await teams.All(stop);
        Show(
            new AccountsView(
                [.. rows.Take(Shown)],
                all,
                [.. all.Where(team => AccountCreation.May(me.Caller, team.Id).Granted)],
                rows.Count > Shown ? rows[Shown - 1].Name : null
            )
        );
    }

    public void Begin()
    {
        Form = new AccountForm { Team = Value?.Manages.Select(team => team.Name).FirstOrDefault() ?? "" };
        Say();
    }

    public void Leave()
    {
        (Form, Refused) = (null, null);
        Say();
    }

    /// <returns>The name of the new account; null when it was refused.</returns>
    public async Task<string?> Create()
    {
        var wish = Form!.ToWish();
        var outcome = await store.Ask(() => creation.Create(me.Known, wish, CancellationToken.None));
        Refused = (outcome as Outcome<Person>.Refused)?.Why;
        Say();
        return outcome is Outcome<Person>.Done ? wish.Name : null;
    }
}
