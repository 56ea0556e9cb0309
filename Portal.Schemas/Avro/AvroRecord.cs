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
            ? Indexed().TryGetValue(name, out var only)
                ? [Fields[only]]
                : []
            :
            [
                .. aliases
                    .Append(name)
                    .Distinct(StringComparer.Ordinal)
                    .Where(Indexed().ContainsKey)
                    .Select(one => Indexed()[one])
                    .Order()
                    .Select(index => Fields[index]),
            ];

    // A copy with other fields has another.
    private Dictionary<string, int> Indexed()
    {
        if (_index is not { } index || index.Of != Fields)
        {
            _index = index = new(
                Fields,
                Fields
                    .Select((field, at) => (field.Name, at))
                    .DistinctBy(field => field.Name)
                    .ToDictionary(StringComparer.Ordinal)
            );
        }

        return index.ByName;
    }

    private sealed record Index(ImmutableArray<AvroField> Of, Dictionary<string, int> ByName);
}
