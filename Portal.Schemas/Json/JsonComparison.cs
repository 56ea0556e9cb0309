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
    private readonly Dictionary<(JsonPart, JsonPart), JsonFit> _refused = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _taken = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _open = new(JsonPairs.Instance);
    private readonly HashSet<(JsonPart, JsonPart)> _believed = new(JsonPairs.Instance);
    private readonly JsonPatterns _patterns;
    private readonly JsonLikeness _likeness;
    private readonly JsonLikeness _meaning;

    private JsonComparison(JsonSchema reader)
    {
        Reader = reader;
        Work = new(CancellationToken.None);
        _patterns = new(Work);
        _likeness = new(Work, JsonSame.Are);
        _meaning = new(Work, JsonMeaning.IsSame);
    }

    public PayloadWork Work { get; }

    public JsonPieces Pieces { get; } = new();

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
    public JsonFit Fits(JsonPlace read, JsonPlace written)
    {
        (read, written) = (read.LedAlone(), written.LedAlone());
        var pair = (read.Node.Json, written.Node.Json);
        if (_refused.TryGetValue(pair, out var known))
        {
            return known;
        }

        if (!_taken.Add(pair))
        {
            if (_open.Contains(pair))
            {
                _believed.Add(pair);
            }

            return JsonFit.Taken;
        }

        _open.Add(pair);
        var found = new JsonDiff(this, isBranch: true).Of(read, written);
        _open.Remove(pair);
        if (found.Count == 0)
        {
            return JsonFit.Taken;
        }

        _taken.Remove(pair);
        return _refused[pair] = found.Min(why =>
            why.IsCertain ? JsonFit.Refused
            : why.IsPassedOver ? JsonFit.PassedOver
            : JsonFit.Undecided
        );
    }

    /// <summary>They read the same, and so does all that they refer to.</summary>
    public bool AreAlike(JsonPlace one, JsonPlace other) => _likeness.Of(one, other);

    /// <summary>The same, whatever describes them.</summary>
    public bool MeanTheSame(JsonPlace one, JsonPlace other) => _meaning.Of(one, other);

    /// <summary>Whether a name fits a pattern; false where nobody can say.</summary>
    public bool IsMatch(string pattern, string name) => _patterns.Fits(pattern, name) ?? false;

    // What was believed of a pair that was still open, and turned out wrong, is looked at again with what is known now.
    private IReadOnlyList<Unreadable> All(JsonSchema writer)
    {
        while (true)
        {
            _taken.Clear();
            _believed.Clear();
            var found = new JsonDiff(this, isBranch: false).Of(new(Reader, Reader.Root), new(writer, writer.Root));
            if (!_believed.Overlaps(_refused.Keys))
            {
                return found;
            }
        }
    }
}
