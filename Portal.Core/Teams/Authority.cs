namespace Portal.Core.Teams;

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

            // Whoever is behind it could approve as themselves what they requested as it.
            CallerAction.RequestChange
            or CallerAction.ChooseOwner
            or CallerAction.RequestAccess
            or CallerAction.EditRequest
            or CallerAction.CastVote
            or CallerAction.AnswerAccessReview
            or CallerAction.KeepAccess when who.IsBootstrap => Permission.No(
                "The bootstrap administrator can't request or approve changes, nor can a token that it created: who is behind it isn't known. Sign in as yourself."
            ),

            CallerAction.RequestAccess
            or CallerAction.ReadRecords
            or CallerAction.OpenAccessReview
            or CallerAction.AnswerAccessReview
            or CallerAction.KeepAccess => AccessAuthority.May(who, what),

            CallerAction.ExplainSql => who.IsPlatform || who.HasSome(Role.Member) || who.HasSome(Role.Approver)
                ? Permission.Yes
                : Permission.No(
                    "Only members of a team can check statements on a Flink. Contact Platform to be added to yours."
                ),

            CallerAction.UploadArtifact => who.IsPlatform || who.HasSome(Role.Member) || who.HasSome(Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can upload a JAR. Contact Platform to be added to yours."),

            CallerAction.RequestChange request => who.IsPlatform || who.Actor == Actor.Clock || IsMember(who, request)
                ? Permission.Yes
                : Permission.No(
                    who.Scoped.Any(s => s.TeamId == request.Owner)
                        ? "Your role in the owning team doesn't count for this resource. Request one that does, or have a member of the team request it."
                        : "Only members of the owning team can request this. Choose one of your teams as the owner."
                ),

            // Not through whoever created a token or let a workload act: the edit keeps the requester's name.
            CallerAction.EditRequest edit => edit.Authors.Contains(who.Actor.Name, StringComparer.Ordinal)
            || edit.Of.All(owned => May(who, new CallerAction.RequestChange(owned.Owner, owned.At)).Granted)
                ? Permission.Yes
                : Permission.No(
                    "Only whoever requested or edited this, and members of every team that owns what it is about, can edit the request. Use “Request another like this” to send one of your own."
                ),

            CallerAction.ChooseOwner({ } team) => May(who, new CallerAction.RequestChange(team)).Granted
            || who.Scoped.Any(s => s.TeamId == team && s.Role is Role.Member or Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can request what it is to own."),

            CallerAction.ChooseOwner => who.IsPlatform || who.HasSome(Role.Member) || who.HasSome(Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can request something. Contact Platform to be added to yours."),

            CallerAction.PinSavepoint or CallerAction.DeleteSavepoint => JobAuthority.May(who, what),

            CallerAction.GiveResource => who.IsPlatform && !who.IsBootstrap
                ? Permission.Yes
                : Permission.No("Only platform engineers give what nobody manages to a team. Contact Platform."),

            CallerAction.LowerTier(var resource, var now) => who.IsPlatform
                ? Permission.Yes
                : Permission.No(
                    $"{resource} is {Word(now)}; a lower tier can mean fewer approvals for whatever comes later, so only Platform can request it. Keep {Word(now)}, or contact Platform."
                ),

            CallerAction.CastVote when who.IsServiceAccount => Permission.No(
                "A Portal service account can't vote: changes are approved by people."
            ),
            // Neither through a token nor through a delegate: the names of people are compared, not how they came.
            CallerAction.CastVote vote when who.Actor.Names.Intersect(vote.Authors, StringComparer.Ordinal).Any() =>
                Permission.No(
                    "You requested or edited this change, or created the token that did, so somebody else has to approve it."
                ),
            CallerAction.CastVote vote => who.Has(Role.Approver, vote.ApprovingTeam)
            || (
                vote.About.Count > 0
                && vote.About.All(at => who.Has(Role.Approver, new OwnedPlace(vote.ApprovingTeam, at)))
            )
                ? Permission.Yes
                : Permission.No("Only approvers of the team named in this step can vote on it."),

            CallerAction.StopChange stop => who.IsPlatform
            || who.Actor.Name == stop.RequestedBy
            || stop.Of.Any(owned => who.Has(Role.Approver, owned) || who.Has(Role.OnCall, owned))
                ? Permission.Yes
                : Permission.No(
                    "Only its requester, the owning team's approvers and on-call, or platform can stop this change."
                ),

            CallerAction.SettleRun settle => who.IsPlatform || settle.Of.Any(owned => who.Has(Role.OnCall, owned))
                ? Permission.Yes
                : Permission.No("Only the owning team's on-call or platform can decide how a stuck run goes on."),

            CallerAction.ManageClusters => who.IsPlatform
                ? Permission.Yes
                : Permission.No("Only platform engineers register and change clusters."),

            CallerAction.SeeDeployment => who.IsPlatform || who.IsAuditor
                ? Permission.Yes
                : Permission.No("Only platform engineers and auditors see which versions run here."),

            CallerAction.ReadAudit => who.IsPlatform || who.IsAuditor
                ? Permission.Yes
                : Permission.No("Only auditors and platform can read the audit log."),

            _ => PeopleAuthority.May(who, what),
        };

    private static bool IsMember(Caller who, CallerAction.RequestChange request) =>
        request.At is { } at
            ? who.Has(Role.Member, new OwnedPlace(request.Owner, at))
                || who.Has(Role.Approver, new OwnedPlace(request.Owner, at))
            : who.Has(Role.Member, request.Owner) || who.Has(Role.Approver, request.Owner);

    private static string Word(Tier tier) => tier.ToString().ToLowerInvariant();
}
