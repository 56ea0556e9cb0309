using System.Collections.ObjectModel;
using Portal.Core.Schemas;
using Portal.Core.Wording;
using Portal.Schemas.Compatibility;
using Portal.Web.Pages;

namespace Portal.Web.Features.Schemas;

/// <summary>What the list's address asks for. Empty lists narrow nothing.</summary>
public sealed record SchemaQuery(
    string? Environment,
    string? Words,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Types,
    IReadOnlyCollection<string> Levels
)
{
    public bool IsFiltered => Words is { Length: > 0 } || Teams.Count + Types.Count + Levels.Count > 0;

    /// <param name="field">The field of it that has the words; null: none.</param>
    /// <param name="level">The one in force for it; null: unknown.</param>
    public bool Takes(SchemaRow row, string? field, CompatibilityLevel? level) =>
        (Teams.Count == 0 || Teams.Contains(row.Owner ?? "", StringComparer.Ordinal))
        && (Types.Count == 0 || (row.Type is { } type && Types.Contains(type.Word(), StringComparer.Ordinal)))
        && (Levels.Count == 0 || (level is { } known && Levels.Contains(known.Word(), StringComparer.Ordinal)))
        && (
            Words is not { Length: > 0 }
            || field is not null
            || row.Subject.Contains(Words, StringComparison.OrdinalIgnoreCase)
            || row.OwnerTitle?.Contains(Words, StringComparison.OrdinalIgnoreCase) == true
        );
}

/// <summary>The subjects at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
/// <param name="Registries">Those of the environment.</param>
/// <param name="Fields">The field that has the words, by cluster and subject.</param>
public sealed record SchemasView(
    IReadOnlyList<SchemaRow> Rows,
    IReadOnlyList<SchemaRow> All,
    IReadOnlyList<RegistryRow> Registries,
    IReadOnlyDictionary<(string Cluster, string Subject), string> Fields
)
{
    /// <summary>The level in force for a subject: its own, or else its registry's; null: unknown, as in a context.</summary>
    public CompatibilityLevel? Level(SchemaRow row) => Level(row, Registries);

    internal static CompatibilityLevel? Level(SchemaRow row, IReadOnlyList<RegistryRow> registries) =>
        row.Level
        ?? registries.FirstOrDefault(registry => registry.Cluster == row.Cluster)?.DefaultLevelOf(row.Subject);

    public string Summary =>
        string.Join(
            " · ",
            new[]
            {
                $"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "schema", "schemas")}",
                Rows.Count(row => row.Drifts > 0) is > 0 and var drifted ? $"{drifted} drifted" : "",
            }.Where(part => part.Length > 0)
        );
}

/// <summary>Subjects out of the store; a page view never asks a registry.</summary>
public sealed class SchemasModel(SchemaCatalogue schemas, SchemaSearch finder) : PageModel<SchemasView>
{
    public async Task Load(SchemaQuery query, CancellationToken stop)
    {
        var all = await schemas.All(query.Environment, stop);
        var registries = await schemas.Registries(stop);
        var fields = query.Words is { Length: > 0 } words
            ? await finder.Fields(words, subjects: null, stop)
            : ReadOnlyDictionary<(string Cluster, string Subject), string>.Empty;
        Show(
            new SchemasView(
                [
                    .. all.Where(row =>
                            query.Takes(
                                row,
                                fields.GetValueOrDefault((row.Cluster, row.Subject)),
                                SchemasView.Level(row, registries)
                            )
                        )
                        .OrderBy(row => row.Subject, StringComparer.Ordinal),
                ],
                all,
                [.. registries.Where(r => query.Environment is null || r.Environment == query.Environment)],
                fields
            )
        );
    }
}
