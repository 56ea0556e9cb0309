using System.ComponentModel.DataAnnotations;

namespace Portal.Web.Identity;

/// <summary>How people prove who they are.</summary>
public enum IdentityMode
{
    /// <summary>Nobody signs in on a page; only API tokens that exist already are taken.</summary>
    None,

    /// <summary>Choose one of the seeded people, without a password: for evaluation on one's own machine.</summary>
    Embedded,
}

/// <summary>Section <c>Portal:Identity</c>.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Portal:Identity";

    public IdentityMode Mode { get; set; } = IdentityMode.None;

    /// <summary>How long a session lasts without a click.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How often an open circuit asks whether its person may still be here; a revoked one ends within a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromSeconds(20);
}
