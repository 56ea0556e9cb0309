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
    private readonly Dictionary<(JsonPart, JsonPart), JsonPairFit> _pairs = new(JsonPairs.Instance);
    private readonly Queue<JsonPairFit> _stale = new();
    private readonly JsonPatterns _patterns;
    private readonly JsonLikeness _likeness;
    private readonly JsonLikeness _meaning;
    private JsonPairFit? _judged;

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
            return new JsonDiff(new(reader), isBranch: false).Of(new(reader, reader.Root), new(writer, writer.Root));
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
        var key = (read.Node.Json, written.Node.Json);
        if (_pairs.TryGetValue(key, out var pair))
        {
            Work.Step();
        }
        else
        {
            pair = new(read, written);
            _pairs[key] = pair;
            Judge(pair);
        }

        if (_judged is null)
        {
            Settle();
        }
        else
        {
            pair.UsedFor(_judged);
        }

        return pair.Fit;
    }

    /// <summary>They read the same, and so does all that they refer to.</summary>
    public bool AreAlike(JsonPlace one, JsonPlace other) => _likeness.Of(one, other);

    /// <summary>The same, whatever describes them.</summary>
    public bool MeanTheSame(JsonPlace one, JsonPlace other) => _meaning.Of(one, other);

    /// <summary>Whether a name fits a pattern; false where nobody can say.</summary>
    public bool IsMatch(string pattern, string name) => _patterns.Fits(pattern, name) ?? false;

    // What a pair that was still open was used for is looked at again where it turned out worse. A fit only gets worse, so this ends.
    private void Settle()
    {
        while (_stale.TryDequeue(out var pair))
        {
            Judge(pair);
        }
    }

    private void Judge(JsonPairFit pair)
    {
        var outer = _judged;
        _judged = pair;
        var found = new JsonDiff(this, isBranch: true).Of(pair.Read, pair.Written);
        _judged = outer;
        var fit =
            found.Count == 0
                ? JsonFit.Taken
                : found.Min(why =>
                    why.IsCertain ? JsonFit.Refused
                    : why.IsPassedOver ? JsonFit.PassedOver
                    : JsonFit.Undecided
                );
        foreach (var user in pair.Judged(fit))
        {
            _stale.Enqueue(user);
        }
    }
}
