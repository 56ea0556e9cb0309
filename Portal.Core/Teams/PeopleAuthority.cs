namespace Portal.Core.Teams;

/// <summary>The part of <see cref="Authority"/> about people: their tokens, sessions and roles, and teams.</summary>
internal static class PeopleAuthority
{
    private const string ForPeople =
        "Roles are requested and decided on by people who sign in, not by a Portal service account.";
    private const string WhoIsBehindIt =
        "The bootstrap administrator can't request roles or decide on requests: who is behind it isn't known. Sign in as yourself.";

    public static Permission May(Caller who, CallerAction what) =>
        what switch
        {
            // Each of them gives what stays: whoever is elevated could keep the role by it, or hand it on.
            CallerAction.GiveRole
            or CallerAction.ManageRoleRules
            or CallerAction.ManageAccounts
            or CallerAction.EnablePerson when who.IsElevated => May(who.Lasting, what) is { Granted: false } no
                ? Permission.No($"{no.Words} An elevation or break-glass access doesn't count for that.")
                : Permission.Yes,

            CallerAction.OverseeTokens => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see other people's tokens."),

            CallerAction.CreateOwnToken => !who.IsServiceAccount
                ? Permission.Yes
                : Permission.No(
                    "The tokens of a Portal service account are created and rotated by its team's owners and approvers, or platform engineers."
                ),

            CallerAction.ManageAccounts(var owner) => who.IsPlatform || Manages(who, owner)
                ? Permission.Yes
                : Permission.No(
                    "Only the team's owners and approvers, and platform engineers, manage its Portal service accounts."
                ),

            CallerAction.SeeAccountTokens(var owner) => who.IsPlatform || who.IsAuditor || who.IsIn(owner)
                ? Permission.Yes
                : Permission.No(
                    "Only the team, auditors and platform engineers see the tokens of a Portal service account."
                ),

            CallerAction.OverseeSessions => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see other people's sessions."),

            CallerAction.ManageRoleRules => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see and change which groups have which roles."),

            CallerAction.GiveRole(var team, var role) => who.IsPlatform
            || (role is Role.Viewer or Role.Member or Role.OnCall && who.Has(Role.Approver, team))
            || (role is not Role.Platform and not Role.Auditor && who.Has(Role.Owner, team))
                ? Permission.Yes
                : Permission.No(
                    "Only platform engineers give and take this role; in their team its owners all but platform and auditor, its approvers those of viewers, members and on call."
                ),

            CallerAction.EditTeam(var team) => who.IsPlatform || Manages(who, team)
                ? Permission.Yes
                : Permission.No(
                    "Only the team's owners and approvers, and platform engineers, edit how it is reached."
                ),

            CallerAction.ManagePeople or CallerAction.EnablePerson => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers disable and enable people."),

            CallerAction.RequestRole or CallerAction.DecideRoleRequest when who.IsServiceAccount => Permission.No(
                ForPeople
            ),
            CallerAction.RequestRole or CallerAction.DecideRoleRequest when who.IsBootstrap => Permission.No(
                WhoIsBehindIt
            ),
            CallerAction.RequestRole => Permission.Yes,
            CallerAction.DecideRoleRequest decide
                when who.Actor.Names.Contains(decide.Requester, StringComparer.Ordinal) => Permission.No(
                "You requested this role, so somebody else has to decide."
            ),
            CallerAction.DecideRoleRequest decide => May(who, new CallerAction.GiveRole(decide.Team, decide.Role)),

            CallerAction.DelegateVotes or CallerAction.EndDelegation when who.IsServiceAccount || who.IsBootstrap =>
                Permission.No("Votes are given by people who are known by name, and so are delegations."),
            // An elevation is for its person, and so short that nobody has to stand in.
            CallerAction.DelegateVotes(var team) => who.Lasting.Has(Role.Approver, team)
                ? Permission.Yes
                : Permission.No("Only approvers of the team name somebody who votes for them."),
            CallerAction.EndDelegation(var approver, var person) => who.IsPlatform
            || who.Actor.Name == approver
            || who.Actor.Name == person
                ? Permission.Yes
                : Permission.No("Only the two people and platform engineers end a delegation."),

            _ => BreakGlassAuthority.May(who, what),
        };

    private static bool Manages(Caller who, TeamId team) => who.Has(Role.Owner, team) || who.Has(Role.Approver, team);
}
