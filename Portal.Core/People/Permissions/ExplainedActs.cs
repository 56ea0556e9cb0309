using Portal.Core.Teams;

namespace Portal.Core.People.Permissions;

/// <summary>What people do here, in words, as questions to <see cref="Authority"/>.</summary>
public static class ExplainedActs
{
    // Nobody has these handles: the answer is for what others requested or opened.
    private const string Somebody = "";

    // Nothing stands there, so no role that counts for a part covers it.
    private static readonly ResourcePlace Anywhere = new("", "", default, "");

    /// <summary>What is done with what a team owns, or in the team.</summary>
    public static IReadOnlyList<(string Act, CallerAction Action)> In(Team team) => In(team, Anywhere);

    /// <summary>The same, of what stands at a place.</summary>
    public static IReadOnlyList<(string Act, CallerAction Action)> In(Team team, ResourcePlace at) =>
        [
            ("Request changes for the team", new CallerAction.RequestChange(team.Id, at)),
            (
                "Edit requests of others that were sent back",
                new CallerAction.EditRequest([new OwnedPlace(team.Id, at)], [])
            ),
            ("Approve changes that others requested", new CallerAction.CastVote(team.Id, [], [at])),
            (
                "Cancel or abort changes that others requested",
                new CallerAction.StopChange([new OwnedPlace(team.Id, at)], Somebody)
            ),
            ("Decide how a stuck change goes on", new CallerAction.SettleRun([new OwnedPlace(team.Id, at)])),
            ("See records of its topics", new CallerAction.ReadRecords("its topics", team.Id)),
            ("Pin savepoints of its jobs", new CallerAction.PinSavepoint(team.Id)),
            ("Delete savepoints of its jobs", new CallerAction.DeleteSavepoint(team.Id)),
            ("Open an access review of its data", new CallerAction.OpenAccessReview(team.Id)),
            ("Drop grants in an access review", new CallerAction.AnswerAccessReview(team.Id)),
            ("Keep grants of others' requests in an access review", new CallerAction.KeepAccess(team.Id, [])),
            ("Give the roles Viewer, Member and On call", new CallerAction.GiveRole(team.Id, Role.Member)),
            ("Give the roles Approver and Owner", new CallerAction.GiveRole(team.Id, Role.Approver)),
            (
                "Decide on others' requests for Viewer, Member and On call",
                new CallerAction.DecideRoleRequest(team.Id, Role.Member, Somebody)
            ),
            (
                "Decide on others' requests for Approver and Owner",
                new CallerAction.DecideRoleRequest(team.Id, Role.Approver, Somebody)
            ),
            ("Name somebody who votes for them", new CallerAction.DelegateVotes(team.Id)),
            ("Edit how the team is reached", new CallerAction.EditTeam(team.Id)),
            ("Manage its Portal service accounts", new CallerAction.ManageAccounts(team.Id)),
            ("See the tokens of its Portal service accounts", new CallerAction.SeeAccountTokens(team.Id)),
        ];

    /// <summary>What no single team is asked about.</summary>
    public static IReadOnlyList<(string Act, CallerAction Action)> Everywhere { get; } =
    [
        ("Look at everything but records and the audit log", new CallerAction.Read()),
        ("Request access to data", new CallerAction.RequestAccess()),
        ("Check SQL on a Flink", new CallerAction.ExplainSql()),
        ("Upload a JAR", new CallerAction.UploadArtifact()),
        ("Request a role", new CallerAction.RequestRole()),
        ("Create API tokens for themselves", new CallerAction.CreateOwnToken()),
        ("Open break-glass access", new CallerAction.OpenBreakGlass()),
        ("Confirm break-glass access of others", new CallerAction.ConfirmBreakGlass(Somebody)),
        ("End break-glass access of others", new CallerAction.EndBreakGlass(Somebody, Somebody)),
        ("Review break-glass access of others", new CallerAction.ReviewBreakGlass(Somebody, Somebody)),
        ("End delegations of others", new CallerAction.EndDelegation(Somebody, Somebody)),
        ("Give to a team what nobody manages", new CallerAction.GiveResource()),
        ("Request a lower tier", new CallerAction.LowerTier("A resource", Tier.Critical)),
        ("Register and edit clusters", new CallerAction.ManageClusters()),
        ("Disable people", new CallerAction.ManagePeople()),
        ("Enable people again", new CallerAction.EnablePerson()),
        ("Edit role rules", new CallerAction.ManageRoleRules()),
        ("End sessions of others", new CallerAction.OverseeSessions()),
        ("Revoke tokens of others", new CallerAction.OverseeTokens()),
        ("See which versions run", new CallerAction.SeeDeployment()),
        ("Read the audit log", new CallerAction.ReadAudit()),
    ];
}
