using System.ComponentModel.DataAnnotations;

namespace Portal.Core.People.Federation;

/// <summary>How long what a provider said is believed.</summary>
public sealed class FederationOptions
{
    /// <summary>
    /// How long after their last sign-in people have access. Whoever left the company can't sign in any more, and their API
    /// tokens must not outlast that by much.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan AccessLasts { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often a session is renewed at a provider that gave a refresh token.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromMinutes(5);
}
