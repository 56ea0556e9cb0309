using System.Collections.Immutable;

namespace Portal.Schemas.Avro;

/// <summary>A record, its fields in the order they are written in.</summary>
public sealed record AvroRecord(string FullName, ImmutableArray<string> Aliases, ImmutableArray<AvroField> Fields)
    : AvroNamed(FullName, Aliases)
{
    private Index? _index;

    public override string Word => $"record {FullName}";

    /// <summary>The fields that have one of the names, in their order.</summary>
    public AvroField[] Among(string name, ImmutableArray<string> aliases) =>
        aliases.IsEmpty
            ? Indexed().ByName.TryGetValue(name, out var only)
                ? [Fields[only]]
                : []
            :
            [
                .. aliases
                    .Append(name)
                    .Distinct(StringComparer.Ordinal)
                    .Where(Indexed().ByName.ContainsKey)
                    .Select(one => Indexed().ByName[one])
                    .Order()
                    .Select(index => Fields[index]),
            ];

    /// <summary>The field that has an alias, the last one of several; null: none has it.</summary>
    public AvroField? ByAlias(string alias) => Indexed().ByAlias.GetValueOrDefault(alias);

    // A copy with other fields has another.
    private Index Indexed()
    {
        if (_index is not { } index || index.Of != Fields)
        {
            _index = index = new(
                Fields,
                Fields
                    .Select((field, at) => (field.Name, at))
                    .DistinctBy(field => field.Name)
                    .ToDictionary(StringComparer.Ordinal),
                Fields
                    .SelectMany(field => field.Aliases.Select(alias => (alias, field)))
                    .Reverse()
                    .DistinctBy(aliased => aliased.alias)
                    .ToDictionary(StringComparer.Ordinal)
            );
        }

        return index;
    }

    private sealed record Index(
        ImmutableArray<AvroField> Of,
        Dictionary<string, int> ByName,
        Dictionary<string, AvroField> ByAlias
    );
}
