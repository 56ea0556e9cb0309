using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Formats;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private string? Get(string name) => _options.GetValueOrDefault(name);

    private string Required(string name) =>
        Get(name)
        ?? throw new SqlDataException(
            $"One or more required options are missing. Missing required options are: {name}"
        );

    private StartAt StartOf(string mode) =>
        mode switch
        {
            "earliest-offset" => StartAt.Earliest,
            "latest-offset" => StartAt.Latest,
            "group-offsets" => StartAt.Group,
            "timestamp" => StartAt.Timestamp,
            _ => throw Bad("scan.startup.mode", mode, "earliest-offset, latest-offset, group-offsets, timestamp"),
        };

    private static SqlDataException Bad(string name, string value, string known) =>
        new($"Invalid value for option '{name}': '{value}'. The local cluster's stream runtime has: {known}.");

    private Field[] Fields(ImmutableArray<int> places) =>
        [.. places.Select(i => new Field(Columns[i].Name, Columns[i].Type))];

    private (ImmutableArray<int> Key, ImmutableArray<int> Value) Split()
    {
        var physical = Enumerable.Range(0, Columns.Length).Where(i => Columns[i].Metadata is null).ToImmutableArray();
        var names = IsUpsert ? PrimaryKey.AsEnumerable() : Get("key.fields")?.Split(';') ?? [];
        var key = names
            .Select(name =>
                physical.Where(i => Columns[i].Name == name).Cast<int?>().FirstOrDefault()
                ?? throw new SqlDataException($"Could not find the field '{name}' of the key in the table's columns.")
            )
            .ToImmutableArray();
        var isExcluded = Get("value.fields-include") == "EXCEPT_KEY";
        return (key, isExcluded ? [.. physical.Where(i => !key.Contains(i))] : physical);
    }
}
