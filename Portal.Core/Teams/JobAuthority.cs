namespace Portal.Core.Teams;

/// <summary>Who may do what with a job's savepoints by hand.</summary>
internal static class JobAuthority
{
    public static Permission May(Caller who, CallerAction what) =>
        what switch
        {
            // Who they are isn't known, and nobody else looks at it before it is done.
            _ when who.IsBootstrap => Permission.No(
                "The bootstrap administrator can't pin or delete savepoints. Sign in as yourself."
            ),

            CallerAction.PinSavepoint(var owner) => who.IsPlatform
            || (
                owner is { } team
                && (who.Has(Role.Member, team) || who.Has(Role.Approver, team) || who.Has(Role.OnCall, team))
            )
                ? Permission.Yes
                : Permission.No(
                    "Only members of the team that owns the job, and platform engineers, pin its savepoints."
                ),

            CallerAction.DeleteSavepoint when who.IsServiceAccount => Permission.No(
                "A Portal service account can't delete savepoints: the state in them is lost, so people decide."
            ),

            CallerAction.DeleteSavepoint(var owner) => who.IsPlatform
            || (owner is { } team && who.Has(Role.Approver, team))
                ? Permission.Yes
                : Permission.No(
                    "Only approvers of the team that owns the job, and platform engineers, delete its savepoints: the state in them is lost."
                ),

            _ => Permission.No("Nobody may do that."),
        };
}
