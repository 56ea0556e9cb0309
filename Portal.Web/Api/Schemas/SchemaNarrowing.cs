using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Web.Api.Schemas;

/// <summary>What a list of subjects is narrowed to, as it stands in the query.</summary>
internal sealed record SchemaNarrowing
{
    [FromQuery(Name = "environment")]
    public string? Environment { get; init; }

    [FromQuery(Name = "cluster"), Description("A cluster's name.")]
    public string? Cluster { get; init; }

    [FromQuery(Name = "owner"), Description("The owning team's name.")]
    public string? Owner { get; init; }

    [FromQuery(Name = "type"), Description("AVRO, JSON or PROTOBUF; several are joined by or.")]
    public string[]? Type { get; init; }

    [
        FromQuery(Name = "compatibility"),
        Description(
            "BACKWARD, FULL_TRANSITIVE, …: the level in force, its registry's where a subject sets none; several are joined by or. A subject of a context that sets none isn't listed: its level isn't known."
        )
    ]
    public string[]? Compatibility { get; init; }

    [FromQuery(Name = "search"), Description("A part of the name.")]
    public string? Search { get; init; }

    [
        FromQuery(Name = "q"),
        Description(
            "A part of the name, of the owning team's title, or of the path of a field of the newest version, among its first 2,000."
        )
    ]
    public string? Q { get; init; }

    [FromQuery(Name = "after"), Description("`next` of the page before.")]
    public string? After { get; init; }

    [FromQuery(Name = "limit"), Description("1 to 200; 50 when left out.")]
    public int? Limit { get; init; }

    /// <summary>What of it the store can look for.</summary>
    public SchemaFilter Filter =>
        new(Environment, Cluster, Owner, Type is [_, ..] ? Type : null, Search, Q is { Length: > 0 } ? Q : null);

    /// <param name="registries">Whose levels hold for subjects that set none.</param>
    /// <returns>What takes a subject; or refused, for a word that isn't one.</returns>
    public Outcome<Func<SchemaRow, bool>> Read(IReadOnlyList<RegistryRow> registries)
    {
        if (Unknown<SchemaType>("type", Type) is { } noType)
        {
            return noType;
        }

        if (Unknown<CompatibilityLevel>("compatibility", Compatibility) is { } noLevel)
        {
            return noLevel;
        }

        var byCluster = registries.ToDictionary(registry => registry.Cluster, StringComparer.Ordinal);
        return (Func<SchemaRow, bool>)(
            row =>
                (Cluster is null || row.Cluster == Cluster)
                && (Owner is null || row.Owner == Owner)
                && (Type is not [_, ..] || Type.Contains(row.Type?.Word()))
                && (
                    Compatibility is not [_, ..]
                    || Compatibility.Contains(
                        (row.Level ?? byCluster.GetValueOrDefault(row.Cluster)?.DefaultLevelOf(row.Subject))?.Word()
                    )
                )
                && (Search is null || row.Subject.Contains(Search, StringComparison.OrdinalIgnoreCase))
        );
    }

    private static Refusal? Unknown<T>(string field, string[]? words)
        where T : struct, Enum =>
        Array.Find(words ?? [], word => RegistryWords.Read<T>(word) is null) is { } unknown
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [field] =
                        $"There is no {field} {unknown}. There are {string.Join(", ", Enum.GetValues<T>().Select(value => value.Word()))}.",
                }
            )
            : null;
}
