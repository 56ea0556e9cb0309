namespace Portal.Core.Access;

/// <summary>What a list of grants is narrowed to; null: not by that.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Owner">The name of the team that owns the data.</param>
/// <param name="Topic">Grants that count for a topic of this name, patterns too.</param>
/// <param name="ExpiresBefore">Those without an end never do.</param>
/// <param name="Search">A part of the name, the principal or the topic.</param>
public sealed record AccessFilter(
    string? Environment = null,
    string? Cluster = null,
    string? Owner = null,
    string? Principal = null,
    string? Topic = null,
    DateTimeOffset? ExpiresBefore = null,
    string? Search = null
)
{
    internal bool Takes(AccessRow row) =>
        (Owner is null || row.Owner == Owner)
        && (Principal is null || row.Spec.Principal == Principal)
        && (Topic is null || row.CountsFor(Topic))
        && (ExpiresBefore is null || row.Expires < ExpiresBefore)
        && (Search is null || Has(row, Search));

    private static bool Has(AccessRow row, string words) =>
        new[] { row.Name, row.Spec.Principal, row.Spec.Topic }.Any(text =>
            text.Contains(words, StringComparison.OrdinalIgnoreCase)
        );
}
