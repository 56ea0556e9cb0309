using System.ComponentModel.DataAnnotations;
using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>How long access lasts.</summary>
public sealed class AccessOptions
{
    public const string Section = "Portal:Access";

    /// <summary>What a grant gets whose request says nothing of its end.</summary>
    [Range(1, 3650)]
    public int DefaultDays { get; set; } = 90;

    /// <summary>The label that a topic with personal data has: its key, and the value.</summary>
    [Required]
    public string PersonalDataLabel { get; set; } = "data-class";

    [Required]
    public string PersonalDataValue { get; set; } = "personal";

    /// <summary>A review of all access is opened as often, in days; null: only when somebody opens one.</summary>
    [Range(1, 3650)]
    public int? ReviewEveryDays { get; set; }

    /// <summary>How long such a review lasts.</summary>
    [Range(1, 90)]
    public int ReviewLastsDays { get; set; } = 14;

    /// <summary>Whether something with these labels holds personal data.</summary>
    public bool IsPersonal(Labels labels) =>
        string.Equals(
            labels.Values.GetValueOrDefault(PersonalDataLabel)?.Trim(),
            PersonalDataValue,
            StringComparison.OrdinalIgnoreCase
        );
}
