using System.ComponentModel.DataAnnotations;

namespace Portal.Core.Access;

/// <summary>How long access lasts.</summary>
public sealed class AccessOptions
{
    public const string Section = "Portal:Access";

    /// <summary>What a grant gets whose request says nothing of its end.</summary>
    [Range(1, 3650)]
    public int DefaultDays { get; set; } = 90;
}
