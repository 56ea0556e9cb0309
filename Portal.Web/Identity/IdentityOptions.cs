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

    /// <summary>How long a token may live at most, whoever made it and when: lowered, it ends older ones too.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan LongestToken { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a token printed by <c>token NAME</c> is good for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan PrintedTokenLength { get; set; } = TimeSpan.FromHours(1);
}
