using System.ComponentModel.DataAnnotations;

namespace Portal.Core.People.BreakGlass;

/// <summary>How long break-glass access lasts.</summary>
public sealed class BreakGlassOptions
{
    public const string Section = "Portal:BreakGlass";

    /// <summary>From when the second person confirms it.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "04:00:00")]
    public TimeSpan Lasts { get; set; } = TimeSpan.FromHours(4);
}
