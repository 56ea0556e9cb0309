namespace Portal.Core.Teams;

/// <summary>Who may do what with access to data: request it, review it, and look at records.</summary>
internal static class AccessAuthority
{
    public static Permission May(Caller who, CallerAction what) =>
        what switch
        {
            CallerAction.RequestAccess => who.IsPlatform || who.HasSome(Role.Member) || who.HasSome(Role.Approver)
                ? Permission.Yes
                : Permission.No("Only members of a team can request access. Contact Platform to be added to yours."),

            CallerAction.ReadRecords(var topic, var owner) => who.IsPlatform
            || (owner is { } team && who.Memberships.Any(m => m.TeamId == team && m.Role != Role.Auditor))
                ? Permission.Yes
                : Permission.No(
                    owner is null
                        ? $"Nobody owns {topic} here, so only Platform can see its records."
                        : $"Only members of the team that owns {topic} can see its records."
                ),

            CallerAction.OpenAccessReview(var team) => who.IsPlatform
            || who.Actor == Actor.Clock
            || (team is { } data && (who.Has(Role.Approver, data) || who.Has(Role.Owner, data)))
                ? Permission.Yes
                : Permission.No(
                    "Only owners and approvers of the team that owns the data, and platform engineers, open an access review."
                ),

            CallerAction.AnswerAccessReview(var team) => who.Has(Role.Approver, team) && !who.IsServiceAccount
                ? Permission.Yes
                : Permission.No(
                    "Only approvers of the team that owns the data keep or drop a grant on it; Platform's, where that team has none."
                ),

            // As with votes, the names of people are compared, not how they came.
            CallerAction.KeepAccess keep when who.Actor.Names.Intersect(keep.Authors, StringComparer.Ordinal).Any() =>
                Permission.No(
                    "You requested this access, or created the token that did, so another approver has to keep it. You can drop it."
                ),
            CallerAction.KeepAccess(var team, _) => May(who, new CallerAction.AnswerAccessReview(team)),

            _ => Permission.No("Nobody may do that."),
        };
}
