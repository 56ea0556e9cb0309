using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

public enum BreakGlassState
{
    /// <summary>A second person has to confirm it.</summary>
    Waiting,

    /// <summary>Nobody confirmed it in time, or it was withdrawn: no role came of it.</summary>
    NotConfirmed,

    /// <summary>Its person has the role.</summary>
    InForce,

    /// <summary>It is over, and nobody has reviewed it.</summary>
    ReviewOpen,
    Reviewed,
}

/// <summary>Break-glass access as lists show it.</summary>
/// <param name="Handle">Of who opened it.</param>
/// <param name="ConfirmBy">Nobody confirms it after that.</param>
/// <param name="Confirmer">A handle; null: nobody has confirmed it.</param>
/// <param name="EndsAt">At the latest; null: it never began.</param>
/// <param name="EndedAt">Null: only its time ends it.</param>
/// <param name="EndedBy">A handle; the clock where its time was over.</param>
public sealed record BreakGlassRow(
    long Id,
    string Handle,
    string Name,
    string Team,
    string TeamTitle,
    Role Role,
    string Reason,
    DateTimeOffset OpenedAt,
    DateTimeOffset ConfirmBy,
    string? Confirmer,
    string? ConfirmerName,
    DateTimeOffset? ConfirmedAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset? EndedAt,
    string? EndedBy,
    string? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    string Review
)
{
    public BreakGlassState StateAt(DateTimeOffset now) =>
        this switch
        {
            { ReviewedAt: not null } => BreakGlassState.Reviewed,
            { EndsAt: { } end } => EndedAt is null && end > now ? BreakGlassState.InForce : BreakGlassState.ReviewOpen,
            _ => EndedAt is null && ConfirmBy > now ? BreakGlassState.Waiting : BreakGlassState.NotConfirmed,
        };
}
