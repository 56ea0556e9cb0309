using Portal.Core.People.Delegations;
using Portal.Core.People.Requests;
using Portal.Core.People.Roster;
using Portal.Core.Teams;

namespace Portal.Web.Features.People;

/// <summary>A person with everything their page shows.</summary>
/// <param name="Teams">All of them, by title.</param>
/// <param name="Gives">By team, the roles that who looks may give and take there.</param>
/// <param name="MayDisable">Who looks may disable and enable people.</param>
/// <param name="IsMe">It is who looks.</param>
/// <param name="Delegations">By them and to them that aren't over.</param>
/// <param name="ToDecide">Their requests for roles that who looks may decide.</param>
public sealed record PersonView(
    PersonDetails Person,
    IReadOnlyList<Team> Teams,
    IReadOnlyDictionary<string, IReadOnlyList<Role>> Gives,
    bool MayDisable,
    bool MayEnable,
    bool IsMe,
    IReadOnlyList<RoleRequestRow> ToDecide,
    IReadOnlyList<DelegationRow> Delegations
);
