namespace Portal.Core.Teams;

/// <summary>Something a person may want to do, with what the answer depends on.</summary>
public abstract record CallerAction
{
    public sealed record Read : CallerAction;

    /// <summary>Ask for a resource to be made, changed or deleted, for the team that will own it.</summary>
    public sealed record RequestChange(TeamId Owner) : CallerAction;

    /// <summary>Ask the owner of something for what belongs to it: access to its data.</summary>
    public sealed record RequestAccess : CallerAction;

    /// <summary>Have a Flink look at statements that aren't a job yet. Nothing runs.</summary>
    public sealed record ExplainSql : CallerAction;

    /// <summary>See records of a topic, masked. <paramref name="Owner"/> is null for one that the portal doesn't manage.</summary>
    public sealed record ReadRecords(string Topic, TeamId? Owner) : CallerAction;

    /// <summary>Put a JAR into the store, for jobs. Nothing runs.</summary>
    public sealed record UploadArtifact : CallerAction;

    /// <summary>Say that a resource matters less than its tier has it by now.</summary>
    public sealed record LowerTier(string Name, Tier Now) : CallerAction;

    /// <summary>Vote at a step. <paramref name="Authors"/> asked for the change or rewrote it, or it was for them.</summary>
    public sealed record CastVote(TeamId ApprovingTeam, IReadOnlyCollection<string> Authors) : CallerAction;

    /// <summary>Cancel a change before it is applied, or abort it while it is.</summary>
    public sealed record StopChange(IReadOnlyCollection<TeamId> Owners, string RequestedBy) : CallerAction;

    /// <summary>Decide how a stuck run goes on.</summary>
    public sealed record SettleRun(IReadOnlyCollection<TeamId> Owners) : CallerAction;

    public sealed record ManageClusters : CallerAction;

    public sealed record ReadAudit : CallerAction;

    /// <summary>See everybody's API tokens, and revoke them. One's own are one's own.</summary>
    public sealed record OverseeTokens : CallerAction;

    /// <summary>See everybody's open sessions, and end them. One's own are one's own.</summary>
    public sealed record OverseeSessions : CallerAction;

    /// <summary>Say which groups of an identity provider have which roles: whoever may, can give every role.</summary>
    public sealed record ManageRoleRules : CallerAction;
}

/// <summary>Yes, or no with the words for the person who asked.</summary>
public sealed record Permission(bool Granted, string Words)
{
    public static readonly Permission Yes = new(true, "");

    public static Permission No(string words) => new(false, words);
}

/// <summary>The one function that says who may do what.</summary>
public static class Authority
{
    public static Permission May(Caller who, CallerAction what) =>
        what switch
        {
            CallerAction.Read => Permission.Yes,

            CallerAction.RequestAccess => who.IsPlatform
            || who.Memberships.Any(m => m.Role is Role.Member or Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can request access. Contact Platform to be added to yours."),

            CallerAction.ExplainSql => who.IsPlatform
            || who.Memberships.Any(m => m.Role is Role.Member or Role.Approver)
                ? Permission.Yes
                : Permission.No(
                    "Only members of a team can check statements on a Flink. Contact Platform to be added to yours."
                ),

            CallerAction.ReadRecords(var topic, var owner) => who.IsPlatform
            || (owner is { } team && who.Memberships.Any(m => m.TeamId == team && m.Role != Role.Auditor))
                ? Permission.Yes
                : Permission.No(
                    owner is null
                        ? $"Nobody owns {topic} here, so only Platform can see its records."
                        : $"Only members of the team that owns {topic} can see its records."
                ),

            CallerAction.UploadArtifact => who.IsPlatform
            || who.Memberships.Any(m => m.Role is Role.Member or Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can upload a JAR. Contact Platform to be added to yours."),

            CallerAction.RequestChange request => who.IsPlatform
            || who.Actor == Actor.Clock
            || who.Has(Role.Member, request.Owner)
            || who.Has(Role.Approver, request.Owner)
                ? Permission.Yes
                : Permission.No(
                    "Only members of the owning team can request this. Choose one of your teams as the owner."
                ),

            CallerAction.LowerTier(var resource, var now) => who.IsPlatform
                ? Permission.Yes
                : Permission.No(
                    $"{resource} is {Word(now)}; a lower tier can mean fewer approvals for whatever comes later, so only Platform can request it. Keep {Word(now)}, or contact Platform."
                ),

            // Neither through a token nor through a delegate: the names of people are compared, not how they came.
            CallerAction.CastVote vote when who.Actor.Names.Intersect(vote.Authors, StringComparer.Ordinal).Any() =>
                Permission.No("You requested or edited this change, so somebody else has to approve it."),
            CallerAction.CastVote vote => who.Has(Role.Approver, vote.ApprovingTeam)
                ? Permission.Yes
                : Permission.No("Only approvers of the team named in this step can vote on it."),

            CallerAction.StopChange stop => who.IsPlatform
            || who.Actor.Name == stop.RequestedBy
            || stop.Owners.Any(team => who.Has(Role.Approver, team))
            || stop.Owners.Any(team => who.Has(Role.OnCall, team))
                ? Permission.Yes
                : Permission.No(
                    "Only its requester, the owning team's approvers and on-call, or platform can stop this change."
                ),

            CallerAction.SettleRun settle => who.IsPlatform || settle.Owners.Any(team => who.Has(Role.OnCall, team))
                ? Permission.Yes
                : Permission.No("Only the owning team's on-call or platform can decide how a stuck run goes on."),

            CallerAction.ManageClusters => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers register and change clusters."),

            CallerAction.ReadAudit => who.IsPlatform || who.IsAuditor
                ? Permission.Yes
                : Permission.No("Only auditors and platform can read the audit log."),

            CallerAction.OverseeTokens => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see other people's tokens."),

            CallerAction.OverseeSessions => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see other people's sessions."),

            CallerAction.ManageRoleRules => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers see and change which groups have which roles."),

            _ => Permission.No("Nobody may do that."),
        };

    private static string Word(Tier tier) => tier.ToString().ToLowerInvariant();
}
