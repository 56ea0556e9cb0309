using Portal.Core.People.Accounts;
using Portal.Core.Teams;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>A Portal service account with everything its page shows.</summary>
/// <param name="Teams">All of them, by title.</param>
/// <param name="Gives">By team, the roles that who looks may give it and take there.</param>
/// <param name="Manages">Who looks may manage it, and it wasn't removed.</param>
public sealed record AccountView(
    AccountDetails Account,
    IReadOnlyList<Team> Teams,
    IReadOnlyDictionary<string, IReadOnlyList<Role>> Gives,
    bool Manages
);
