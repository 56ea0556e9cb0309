using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Calendar;

/// <summary>For how many days what is over is kept.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Portal:Retention";

    /// <summary>Topics, schemas and other resources that are gone, those of deregistered clusters too.</summary>
    [Range(1, 3650)]
    public int GoneResourcesDays { get; set; } = 30;

    /// <summary>Consumer groups that are gone, those of deregistered clusters too.</summary>
    [Range(1, 3650)]
    public int GoneGroupsDays { get; set; } = 30;

    /// <summary>API tokens that expired or were revoked.</summary>
    [Range(1, 3650)]
    public int EndedTokensDays { get; set; } = 90;

    /// <summary>Sessions of browsers that are over, but for each person's newest and those of the bootstrap administrator.</summary>
    [Range(1, 3650)]
    public int EndedSessionsDays { get; set; } = 90;

    /// <summary>Plans that a newer one took the place of, and that nobody voted on or applied: no change shows them.</summary>
    [Range(1, 3650)]
    public int ReplacedPlansDays { get; set; } = 90;

    /// <summary>Drafts of requests that nobody goes on with.</summary>
    [Range(1, 3650)]
    public int DraftsDays { get; set; } = 30;

    [Range(1, 100_000)]
    public int RowsAtOnce { get; set; } = 1_000;
}
