namespace Portal.Core.Teams;

/// <summary>The part of <see cref="Authority"/> about break-glass access: it needs people, each by their own hand, and roles that they have without it.</summary>
internal static class BreakGlassAuthority
{
    private static readonly Role[] Seconds = [Role.Approver, Role.OnCall, Role.Platform];

    public static Permission May(Caller who, CallerAction what) =>
        what switch
        {
            CallerAction.OpenBreakGlass
            or CallerAction.ConfirmBreakGlass
            or CallerAction.EndBreakGlass
            or CallerAction.ReviewBreakGlass when who.IsServiceAccount || who.IsBootstrap => Permission.No(
                "Break-glass access is for people who are known by name, not for a Portal service account or the bootstrap administrator."
            ),
            // A token may be in another hand: somebody could be both of the two.
            CallerAction.OpenBreakGlass or CallerAction.ConfirmBreakGlass when who.Actor.Via != ActorVia.Page =>
                Permission.No("Break-glass access is opened and confirmed on its page, not by a token."),

            CallerAction.OpenBreakGlass => who.Lasting.Memberships.Count > 0
                ? Permission.Yes
                : Permission.No("Only people with a role in a team open break-glass access."),

            CallerAction.ConfirmBreakGlass confirm
                when who.Actor.Names.Contains(confirm.Opener, StringComparer.Ordinal) => Permission.No(
                "You opened it, so somebody else has to confirm it."
            ),
            CallerAction.ConfirmBreakGlass => Holds(who, Seconds)
                ? Permission.Yes
                : Permission.No(
                    "Only approvers, on call and platform engineers of any team confirm break-glass access."
                ),

            CallerAction.EndBreakGlass(var opener, var confirmer) => who.IsPlatform
            || who.Actor.Name == opener
            || who.Actor.Name == confirmer
                ? Permission.Yes
                : Permission.No("Only the two people and platform engineers end break-glass access."),

            CallerAction.ReviewBreakGlass(var opener, var confirmer)
                when who.Actor.Names.Intersect([opener, confirmer], StringComparer.Ordinal).Any() => Permission.No(
                "You opened or confirmed it, so somebody else has to review it."
            ),
            CallerAction.ReviewBreakGlass => Holds(who, [Role.Platform, Role.Auditor])
                ? Permission.Yes
                : Permission.No("Only platform engineers and auditors review break-glass access."),

            _ => Permission.No("Nobody may do that."),
        };

    // Not by an elevation, nor by break-glass access: one of them would lead to the next.
    private static bool Holds(Caller who, Role[] roles) => who.Lasting.Memberships.Any(m => roles.Contains(m.Role));
}
