using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>What became of a JSON Schema's text.</summary>
public abstract record JsonSchemaRead
{
    private JsonSchemaRead() { }

    public sealed record Fine(JsonSchema Schema) : JsonSchemaRead;

    public sealed record Broken(IReadOnlyList<TextFault> Faults) : JsonSchemaRead;
}

/// <summary>A schema and the documents that it refers to by their names.</summary>
public sealed record JsonSchema(JsonSchemaNode Root, ImmutableDictionary<string, JsonSchema> References)
{
    // Drafts in which $ref stands for the whole schema, whatever else is beside it.
    private static readonly string[] RefAlone = ["draft-04", "draft-06", "draft-07"];

    private JsonMarks? _marks;

    /// <summary>Keywords beside a $ref are passed over. They hold in later drafts, one of which is meant where none is named.</summary>
    internal bool IsRefAlone =>
        Root.Word("$schema") is { } draft && RefAlone.Any(one => draft.Contains(one, StringComparison.Ordinal));

    /// <summary>Gathered once: a text may refer by name thousands of times.</summary>
    internal JsonMarks Marks => _marks ??= new(Root);
}

/// <summary>
/// Reads a JSON Schema of draft 4 to 2020-12: JSON first, then whether each keyword's value can be one, then whether each
/// $ref leads somewhere.
/// </summary>
public static class JsonSchemaReading
{
    private const int MostFaults = 20;
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    /// <param name="references">Other documents, by the name they are referred to under.</param>
    public static JsonSchemaRead Read(string text, IReadOnlyDictionary<string, JsonSchema>? references = null)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var (json, broken) = JsonReading.Read(utf8);
        if (json is null)
        {
            return new JsonSchemaRead.Broken([broken!]);
        }

        var schema = new JsonSchema(
            new(json, ""),
            (references ?? ImmutableDictionary<string, JsonSchema>.Empty).ToImmutableDictionary()
        );
        var faults = new List<(string Message, int Offset)>();
        Check(schema, schema.Root, faults);
        return faults.Count == 0
            ? new JsonSchemaRead.Fine(schema)
            : new JsonSchemaRead.Broken([
                .. faults
                    .OrderBy(fault => fault.Offset)
                    .Take(MostFaults)
                    .Select(fault => new TextFault(fault.Message, TextPosition.Of(utf8, fault.Offset))),
            ]);
    }

    private static void Check(JsonSchema schema, JsonSchemaNode node, List<(string, int)> faults)
    {
        void Fault(string message, JsonPart at) => faults.Add((message, at.Offset));
        if (node.Json is JsonTruth)
        {
            return;
        }

        if (node.Json is not JsonObject)
        {
            Fault($"A schema is an object, true or false, not {node.Json.Word}.", node.Json);
            return;
        }

        foreach (var type in node.Types.Except(JsonSchemaNode.AllTypes))
        {
            Fault(
                $"There is no type “{type}”: it is one of {string.Join(", ", JsonSchemaNode.AllTypes)}.",
                node["type"]!
            );
        }

        foreach (
            var keyword in JsonKeywords.Counts.Where(keyword =>
                node[keyword] is not null and var value && !IsCount(value!)
            )
        )
        {
            Fault($"“{keyword}” is a whole number from 0, not {node[keyword]!.Word}.", node[keyword]!);
        }

        if (node["required"] is { } required and not JsonTruth && required is not JsonList)
        {
            Fault($"“required” is an array of names, not {required.Word}.", required);
        }

        if (node.Word("pattern") is { } pattern && !IsPattern(pattern))
        {
            Fault($"“{pattern}” is no regular expression.", node["pattern"]!);
        }

        if (node["$ref"] is JsonText reference && JsonReferences.Find(schema, reference.Value) is null)
        {
            Fault(
                $"“{reference.Value}” leads nowhere: it isn't in this document, and no reference has that name.",
                reference
            );
        }

        foreach (var inner in JsonReferences.Inside(node))
        {
            Check(schema, inner, faults);
        }
    }

    private static bool IsCount(JsonPart value) => value is JsonNumber number && number.Raw.All(char.IsAsciiDigit);

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript | RegexOptions.CultureInvariant, RegexTimeout);
            return true;
        }
        catch (ArgumentException)
        {
            // ECMAScript's own classes, such as \p{L}, are taken as they are.
            return pattern.Contains(@"\p{", StringComparison.Ordinal)
                || pattern.Contains("(?", StringComparison.Ordinal);
        }
    }
}
