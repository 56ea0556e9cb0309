namespace Portal.Core.Schemas;

/// <summary>What a list of subjects is narrowed to; null: not by that.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Owner">The owning team's name.</param>
/// <param name="Types">Their words; several are joined by or.</param>
/// <param name="Search">A part of the name.</param>
/// <param name="Words">A part of the name, of the owning team's title, or of a field's path. Upper and lower case don't count.</param>
public sealed record SchemaFilter(
    string? Environment,
    string? Cluster = null,
    string? Owner = null,
    IReadOnlyList<string>? Types = null,
    string? Search = null,
    string? Words = null
);
