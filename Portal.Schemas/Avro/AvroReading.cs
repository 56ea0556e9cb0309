using System.Text;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>What became of a schema's text.</summary>
public abstract record AvroRead
{
    private AvroRead() { }

    public sealed record Fine(AvroSchema Schema) : AvroRead;

    public sealed record Broken(IReadOnlyList<TextFault> Faults) : AvroRead;
}

/// <summary>
/// Reads a schema's text by the rules of Avro 1.12, and says every fault with its place. Names that it doesn't declare
/// are looked for among those of its references.
/// </summary>
public static class AvroReading
{
    private const int MostFaults = 20;

    public static AvroRead Read(string text, IEnumerable<AvroSchema>? references = null)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var (json, broken) = JsonReading.Read(utf8);
        if (json is null)
        {
            return new AvroRead.Broken([broken!]);
        }

        var faults = new AvroFaults();
        var names = (references ?? [])
            .SelectMany(schema => schema.Names)
            .DistinctBy(named => named.Key)
            .ToDictionary(StringComparer.Ordinal);
        var root = new AvroTypes(names, faults).Read(json, space: "");
        if (root is not null && faults.Count == 0)
        {
            var schema = new AvroSchema(root, names);
            // Only now: a default may be of a type that is declared after it.
            new AvroDefaults(schema, faults).Check();
            if (faults.Count == 0)
            {
                return new AvroRead.Fine(schema);
            }
        }

        return new AvroRead.Broken([
            .. faults.Found.Take(MostFaults).Select(f => new TextFault(f.Message, TextPosition.Of(utf8, f.Offset))),
        ]);
    }
}

/// <summary>What was found wrong so far; reading goes on where it can, so that a person mends all at once.</summary>
internal sealed class AvroFaults
{
    private readonly List<(string Message, int Offset)> _found = [];

    public int Count => _found.Count;

    public IEnumerable<(string Message, int Offset)> Found => _found.OrderBy(fault => fault.Offset);

    public void Add(string message, JsonPart at) => _found.Add((message, at.Offset));
}
