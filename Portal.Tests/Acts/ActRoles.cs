namespace Portal.Tests.Acts;

/// <summary>
/// Which roles may do each act on what Payments owns, and nobody else may: roles in Payments, with a star in any team. What it says is written down
/// here and not taken from the function that decides.
/// </summary>
internal static class ActRoles
{
    private const string Everybody = "everybody";
    private const string Nobody = "";
    private const string Requesters = "member approver platform";
    private const string Stoppers = "approver on-call platform";
    private const string Deciders = "on-call platform";
    private const string Platform = "platform";
    private const string Managers = "owner approver platform";
    private const string SomeTeams = "member+ approver+ platform";

    public static readonly IReadOnlyDictionary<string, string> May = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["ChangeRequests.Submit"] = Requesters,
        ["ChangeRequests.Resubmit"] = Requesters,
        ["ChangeRequests.Resubmit as a grant"] = Requesters,
        ["SpecPlans.Apply"] = Requesters,
        ["ChangeStops.Cancel"] = Stoppers,
        ["ChangeStops.PlanAgain"] = Stoppers,
        ["RunControl.Abort"] = Stoppers,
        ["RunControl.Retry"] = Deciders,
        ["RunControl.Settle"] = Deciders,
        ["Voting.Cast"] = "approver",
        ["Voting.Withdraw"] = Everybody,
        ["RequestBatches.Submit"] = Requesters,
        ["RequestDrafts.Delete"] = Nobody,
        ["RequestDrafts.Save"] = Everybody,
        ["ClusterDeregistration.Deregister"] = Platform,
        ["ClusterRegistration.Edit"] = Platform,
        ["ClusterRegistration.Register"] = Platform,
        ["ClusterRegistration.Test"] = Platform,
        ["RegistryRegistration.Test"] = Platform,
        ["RegistryRegistration.Save"] = Platform,
        ["RegistryRegistration.Remove"] = Platform,
        ["FlinkRegistration.Test"] = Platform,
        ["FlinkRegistration.Save"] = Platform,
        ["FlinkRegistration.Remove"] = Platform,
        ["JobKafkaRegistration.Test"] = Platform,
        ["JobKafkaRegistration.Save"] = Platform,
        ["JobKafkaRegistration.Remove"] = Platform,
        ["JobRegistryRegistration.Test"] = Platform,
        ["JobRegistryRegistration.Save"] = Platform,
        ["JobRegistryRegistration.Remove"] = Platform,
        ["ArtifactStore.Put"] = SomeTeams,
        ["JobSecrets.Keep"] = Requesters,
        ["SavepointActs.Pin"] = "member approver on-call platform",
        ["SavepointActs.Unpin"] = "member approver on-call platform",
        ["SavepointActs.Delete"] = "approver platform",
        ["AccessReviewOpening.Open"] = Platform,
        ["CredentialShelf.Take"] = Nobody,
        ["AccountCreation.Create"] = Managers,
        ["AccountManagement.Edit"] = Managers,
        ["AccountManagement.Disable"] = Managers,
        ["AccountManagement.Enable"] = Managers,
        ["AccountManagement.Remove"] = Managers,
        ["AccountTokens.Create"] = Managers,
        ["AccountTokens.Rotate"] = Managers,
        ["AccountTokens.Revoke"] = Managers,
        ["WorkloadRules.Add"] = Managers,
        ["WorkloadRules.Remove"] = Managers,
        ["BreakGlassClosing.End"] = Platform,
        ["BreakGlassClosing.Review"] = "platform auditor",
        ["BreakGlassConfirmation.Confirm"] = "approver* on-call* platform",
        ["BreakGlassOpening.Open"] = "viewer* member* approver* on-call* owner* platform auditor",
        ["VoteDelegations.Give"] = "approver",
        ["DelegationEnding.End"] = Platform,
        ["HandOver.Do"] = Platform,
        ["PersonAccess.Disable"] = Platform,
        ["PersonAccess.Enable"] = Platform,
        ["RoleGrants.Give"] = Managers,
        ["RoleGrants.Take"] = Managers,
        ["RoleGrants.GiveUp"] = Everybody,
        ["RoleRequests.Send"] = Everybody,
        ["RoleRequestDecisions.Grant"] = Managers,
        ["RoleRequestDecisions.Refuse"] = Managers,
        ["RoleRequests.Withdraw"] = Nobody,
        ["RoleRules.Rules"] = Platform,
        ["RoleRules.People"] = Platform,
        ["RoleRules.Add"] = Platform,
        ["RoleRules.PreviewAddition"] = Platform,
        ["RoleRules.PreviewRemoval"] = Platform,
        ["RoleRules.Remove"] = Platform,
        ["TeamContacts.Save"] = Managers,
        ["TokenManagement.Make"] = Everybody,
        ["TokenManagement.Revoke"] = Platform,
        ["SessionManagement.End"] = Platform,
    };
}
