using Portal.Schemas.Compatibility;
using Portal.Schemas.Json.Payloads;
using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>
/// What all diffs of two documents share. Two schemas may hold each other, so whether one takes the other is what is left standing when everything
/// that can't be is taken away; and a small text can ask for endless work by referring to itself.
/// </summary>
internal sealed class JsonComparison
{
    private readonly HashSet<(JsonPart, JsonPart)> _refused = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _taken = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _open = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _believed = new(JsonPairs.Instance);
    private readonly Dictionary<JsonPart, JsonSchemaNode> _alone = new(ReferenceEqualityComparer.Instance);
    private readonly JsonPatterns _patterns;
    private readonly JsonLikeness _likeness;

    private JsonComparison(JsonSchema reader)
    {
        Reader = reader;
        Work = new(CancellationToken.None);
        _patterns = new(Work);
        _likeness = new(Work);
    }

    public PayloadWork Work { get; }

    /// <summary>Whose text a fault is shown in.</summary>
    public JsonSchema Reader { get; }

    public static IReadOnlyList<Unreadable> Of(JsonSchema reader, JsonSchema writer)
    {
        try
        {
            return new JsonComparison(reader).All(writer);
        }
        catch (TooMuchWork)
        {
            return
            [
                new(
                    "",
                    "It refers to itself, or to others, too often to be compared here.",
                    reader.Root.Json.Offset,
                    IsCertain: false
                ),
            ];
        }
    }

    /// <summary>Whether the first takes all that the second allows.</summary>
    public bool Fits(JsonPlace read, JsonPlace written)
    {
        (read, written) = (read.Led(), written.Led());
        var pair = (read.Node.Json, written.Node.Json);
        if (_refused.Contains(pair))
        {
            return false;
        }

        if (!_taken.Add(pair))
        {
            if (_open.Contains(pair))
            {
                _believed.Add(pair);
            }

            return true;
        }

        _open.Add(pair);
        var fits = new JsonDiff(this, isBranch: true).Of(read, written).Count == 0;
        _open.Remove(pair);
        if (!fits)
        {
            _taken.Remove(pair);
            _refused.Add(pair);
        }

        return fits;
    }

    /// <summary>They read the same, and so does all that they refer to.</summary>
    public bool AreAlike(JsonPlace one, JsonPlace other) => _likeness.Of(one, other);

    /// <summary>Whether a name fits a pattern; false where nobody can say.</summary>
    public bool IsMatch(string pattern, string name) => _patterns.Fits(pattern, name) ?? false;

    /// <summary>A schema without the branches that it offers: what holds for each of them.</summary>
    public JsonSchemaNode Alone(JsonSchemaNode schema)
    {
        if (!_alone.TryGetValue(schema.Json, out var alone))
        {
            // A new one, and not a copy: that would keep its index of names.
            var made = (JsonObject)schema.Json;
            var left = made.Members.RemoveAll(member => JsonSums.Choices.Contains(member.Name));
            alone = new(new JsonObject(left, made.Offset), schema.Pointer);
            _alone[schema.Json] = alone;
        }

        return alone;
    }

    // What was believed of a pair that was still open, and turned out wrong, is looked at again with what is known now.
    private IReadOnlyList<Unreadable> All(JsonSchema writer)
    {
        while (true)
        {
            _taken.Clear();
            _believed.Clear();
            var found = new JsonDiff(this, isBranch: false).Of(new(Reader, Reader.Root), new(writer, writer.Root));
            if (!_believed.Overlaps(_refused))
            {
                return found;
            }
        }
    }
}
