using System.ComponentModel.DataAnnotations;

namespace Portal.Web.Limits;

/// <summary>Section <c>Portal:Pages</c>. Of requests a second ten seconds' worth may come at once; files of the pages don't count.</summary>
public sealed class PageLimitOptions
{
    public const string Section = "Portal:Pages";

    [Range(1, 100_000)]
    public int RequestsPerSecondAndPerson { get; set; } = 20;

    /// <summary>Asked before the store is: many people may come from one address.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecondAndAddress { get; set; } = 100;

    [Range(1, 100_000)]
    public int SignInsPerMinuteAndAddress { get; set; } = 30;

    /// <summary>Pages that one person may have open at once, each with a connection.</summary>
    [Range(1, 100_000)]
    public int OpenPagesPerPerson { get; set; } = 50;

    /// <summary>Of all people together: each takes some of this process's memory.</summary>
    [Range(1, 100_000)]
    public int OpenPagesInAll { get; set; } = 1_000;
}
