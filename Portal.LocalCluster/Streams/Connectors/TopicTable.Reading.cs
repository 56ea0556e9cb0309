using System.Collections.Immutable;
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

    private static SqlDataException Bad(string name, string value, string known) =>
        new($"Invalid value for option '{name}': '{value}'. The local cluster's stream runtime has: {known}.");

    /// <param name="prefix">Of the columns' names, which the record's own don't have.</param>
    private Field[] Fields(ImmutableArray<int> places, string prefix = "") =>
        [.. places.Select(i => new Field(Columns[i].Name[prefix.Length..], Columns[i].Type))];

    private string KeyPrefix => Get("key.fields-prefix") ?? "";

    private (ImmutableArray<int> Key, ImmutableArray<int> Value) Split()
    {
        var physical = Enumerable
            .Range(0, Columns.Length)
            .Where(i => Columns[i].MetadataKey is null)
            .ToImmutableArray();
        var names = IsUpsert ? PrimaryKey.AsEnumerable() : Get("key.fields")?.Split(';') ?? [];
        var key = names
            .Select(name =>
                physical.Where(i => Columns[i].Name == name).Cast<int?>().FirstOrDefault()
                ?? throw new SqlDataException($"Could not find the field '{name}' of the key in the table's columns.")
            )
            .ToImmutableArray();
        var isExcluded = Get("value.fields-include") == "EXCEPT_KEY";
        if (KeyPrefix.Length > 0 && !isExcluded)
        {
            throw new SqlDataException(
                "A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'. Set it to 'EXCEPT_KEY' instead to avoid field overlaps."
            );
        }

        if (
            key.Where(i => !Columns[i].Name.StartsWith(KeyPrefix, StringComparison.Ordinal)).ToList() is [var other, ..]
        )
        {
            throw new SqlDataException(
                $"All fields in 'key.fields' must be prefixed with '{KeyPrefix}' when option 'key.fields-prefix' is set but field '{Columns[other].Name}' is not prefixed."
            );
        }

        return (key, isExcluded ? [.. physical.Where(i => !key.Contains(i))] : physical);
    }
}
