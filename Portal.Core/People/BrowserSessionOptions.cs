using System.ComponentModel.DataAnnotations;

namespace Portal.Core.People;

/// <summary>How sessions of browsers begin and end.</summary>
public sealed class BrowserSessionOptions
{
    public SignInMode Mode { get; set; } = SignInMode.None;

    /// <summary>How long a session lasts at most, however busy it is.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan LongestSession { get; set; } = TimeSpan.FromHours(12);
}
