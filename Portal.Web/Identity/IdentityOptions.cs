using System.ComponentModel.DataAnnotations;
using Portal.Core.People;

namespace Portal.Web.Identity;

/// <summary>Section <c>Portal:Identity</c>.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Portal:Identity";

    public SignInMode Mode { get; set; } = SignInMode.None;

    /// <summary>Embedded sign-in also where others may reach the portal: for a network of people you trust.</summary>
    public bool AllowEmbeddedBeyondLoopback { get; set; }

    /// <summary>
    /// How long a browser's cookie lasts without a request. Open pages send none: they end with the session, after
    /// <see cref="BrowserSessionOptions.LongestSession"/>, as it does however busy it is.
    /// </summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How often an open circuit asks whether its person may still be here; a revoked one ends within a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromSeconds(20);
}
