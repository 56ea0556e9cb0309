namespace Portal.Core.Teams;

/// <summary>Something a person may want to do, with what the answer depends on.</summary>
public abstract record CallerAction
{
    public sealed record Read : CallerAction;

    /// <summary>Ask for a resource to be made, changed or deleted, for the team that will own it. <paramref name="At"/> is null where it isn't about one.</summary>
    public sealed record RequestChange(TeamId Owner, ResourcePlace? At = null) : CallerAction;

    /// <summary>Be offered the team as the owner of what is requested, before it is known what that is. <paramref name="Owner"/> is null for any team.</summary>
    public sealed record ChooseOwner(TeamId? Owner) : CallerAction;

    /// <summary>Ask the owner of something for what belongs to it: access to its data.</summary>
    public sealed record RequestAccess : CallerAction;

    /// <summary>Edit a request that was sent back, in the name of who requested it.</summary>
    /// <param name="Of">What it is about, before the edit and after it.</param>
    /// <param name="Authors">Handles of who requested or edited it.</param>
    public sealed record EditRequest(IReadOnlyCollection<OwnedPlace> Of, IReadOnlyCollection<string> Authors)
        : CallerAction;

    /// <summary>Have a Flink look at statements that aren't a job yet. Nothing runs but a preview that reads no topic.</summary>
    public sealed record ExplainSql : CallerAction;

    /// <summary>See records of a topic, masked. <paramref name="Owner"/> is null for one that the portal doesn't manage.</summary>
    public sealed record ReadRecords(string Topic, TeamId? Owner) : CallerAction;

    /// <summary>Put a JAR into the store, for jobs. Nothing runs.</summary>
    public sealed record UploadArtifact : CallerAction;

    /// <summary>Keep a savepoint whatever its age, or no longer. <paramref name="Owner"/> is null for a job that the portal never managed.</summary>
    public sealed record PinSavepoint(TeamId? Owner) : CallerAction;

    /// <summary>Have a savepoint deleted that nothing needs: the state in it is lost. <paramref name="Owner"/> as for a pin.</summary>
    public sealed record DeleteSavepoint(TeamId? Owner) : CallerAction;

    /// <summary>Say whose a resource is that nobody manages.</summary>
    public sealed record GiveResource : CallerAction;

    /// <summary>Say that a resource matters less than its tier has it by now.</summary>
    public sealed record LowerTier(string Name, Tier Now) : CallerAction;

    /// <summary>Vote at a step. <paramref name="Authors"/> asked for the change or rewrote it, or it was for them.</summary>
    /// <param name="About">What the step is for.</param>
    public sealed record CastVote(
        TeamId ApprovingTeam,
        IReadOnlyCollection<string> Authors,
        IReadOnlyCollection<ResourcePlace> About
    ) : CallerAction;

    /// <summary>Cancel a change before it is applied, or abort it while it is.</summary>
    public sealed record StopChange(IReadOnlyCollection<OwnedPlace> Of, string RequestedBy) : CallerAction;

    /// <summary>Decide how a stuck run goes on.</summary>
    public sealed record SettleRun(IReadOnlyCollection<OwnedPlace> Of) : CallerAction;

    /// <summary>Open a round in which the owners of data keep or drop access to it. <paramref name="Team"/> is null for everybody's data.</summary>
    public sealed record OpenAccessReview(TeamId? Team) : CallerAction;

    /// <summary>Keep or drop a grant on the owner's data in such a round.</summary>
    public sealed record AnswerAccessReview(TeamId Team) : CallerAction;

    /// <summary>Keep a grant in such a round.</summary>
    /// <param name="Authors">Who requested it, and so doesn't keep it.</param>
    public sealed record KeepAccess(TeamId Team, IReadOnlyCollection<string> Authors) : CallerAction;

    public sealed record ManageClusters : CallerAction;

    public sealed record ReadAudit : CallerAction;

    /// <summary>See which processes and versions run, and where.</summary>
    public sealed record SeeDeployment : CallerAction;

    /// <summary>See everybody's API tokens, and revoke them. One's own are one's own.</summary>
    public sealed record OverseeTokens : CallerAction;

    /// <summary>Create a token for oneself.</summary>
    public sealed record CreateOwnToken : CallerAction;

    /// <summary>Create, edit, disable and remove a team's Portal service accounts, and their tokens.</summary>
    public sealed record ManageAccounts(TeamId Owner) : CallerAction;

    /// <summary>See a Portal service account's tokens: when and from where they were used.</summary>
    public sealed record SeeAccountTokens(TeamId Owner) : CallerAction;

    /// <summary>See everybody's open sessions, and end them. One's own are one's own.</summary>
    public sealed record OverseeSessions : CallerAction;

    /// <summary>Give a role in a team to somebody, or take it.</summary>
    public sealed record GiveRole(TeamId Team, Role Role) : CallerAction;

    /// <summary>Request a role for oneself.</summary>
    public sealed record RequestRole : CallerAction;

    /// <summary>Grant or refuse a request for a role: for whoever may give it, and never one's own.</summary>
    /// <param name="Requester">The handle.</param>
    public sealed record DecideRoleRequest(TeamId Team, Role Role, string Requester) : CallerAction;

    /// <summary>Have a role in an emergency, once somebody else confirms it.</summary>
    public sealed record OpenBreakGlass : CallerAction;

    /// <summary>Be the second person.</summary>
    /// <param name="Opener">The handle.</param>
    public sealed record ConfirmBreakGlass(string Opener) : CallerAction;

    /// <summary>End it before its time.</summary>
    /// <param name="Confirmer">Null while nobody has confirmed it.</param>
    public sealed record EndBreakGlass(string Opener, string? Confirmer) : CallerAction;

    /// <summary>Look through what was done, and close it: for somebody who was neither of the two.</summary>
    public sealed record ReviewBreakGlass(string Opener, string Confirmer) : CallerAction;

    /// <summary>Name who votes for oneself in a team.</summary>
    public sealed record DelegateVotes(TeamId Team) : CallerAction;

    /// <summary>End a delegation before its time.</summary>
    public sealed record EndDelegation(string Approver, string Delegate) : CallerAction;

    /// <summary>Say how a team is reached.</summary>
    public sealed record EditTeam(TeamId Team) : CallerAction;

    /// <summary>Disable people, and see what they leave behind.</summary>
    public sealed record ManagePeople : CallerAction;

    /// <summary>Enable somebody again who was disabled: they have their former roles back.</summary>
    public sealed record EnablePerson : CallerAction;

    /// <summary>Say which groups of an identity provider have which roles: whoever may, can give every role.</summary>
    public sealed record ManageRoleRules : CallerAction;
}
