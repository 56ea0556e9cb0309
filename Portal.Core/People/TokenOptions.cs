using System.ComponentModel.DataAnnotations;

namespace Portal.Core.People;

/// <summary>How long API tokens live.</summary>
public sealed class TokenOptions
{
    /// <summary>Tokens made under another method than this don't work.</summary>
    public SignInMode Mode { get; set; } = SignInMode.None;

    /// <summary>How long a token may live at most, whoever made it and when: lowered, it ends older ones too.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan LongestToken { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a token printed by <c>token NAME</c> is good for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan PrintedTokenLength { get; set; } = TimeSpan.FromHours(1);
}
