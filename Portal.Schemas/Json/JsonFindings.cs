using Portal.Schemas.Compatibility;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>What a diff finds, each in a sentence.</summary>
/// <param name="reader">Whose text a fault is shown in.</param>
internal sealed class JsonFindings(JsonSchema reader)
{
    private const int Most = 100;
    private readonly Dictionary<(JsonPart, JsonPart), JsonFit> _walked = new(JsonPairs.Instance);
    private readonly List<Unreadable> _all = [];

    public IReadOnlyList<Unreadable> All => _all;

    public bool AreEnough => _all.Count >= Most;

    /// <summary>What is found counts as no worse than this.</summary>
    public JsonFit Worst { get; set; }

    /// <summary>Whether a pair has been walked, and is from now on. One that was in doubt is walked again where it may be certain.</summary>
    public bool AreOf(JsonPart read, JsonPart written)
    {
        if (_walked.TryGetValue((read, written), out var worst) && worst <= Worst)
        {
            return true;
        }

        _walked[(read, written)] = Worst;
        return false;
    }

    // What stands in another document has no place in the reader's own text.
    public void Add(JsonPlace at, string path, string words, JsonFit fit)
    {
        var counted = fit > Worst ? fit : Worst;
        _all.Add(
            new(
                path,
                Sentence(path, words),
                ReferenceEquals(at.Schema, reader) ? at.Node.Json.Offset : null,
                IsCertain: counted == JsonFit.Refused,
                IsPassedOver: counted == JsonFit.PassedOver
            )
        );
    }

    private static string Sentence(string path, string words) =>
        path.Length == 0 ? $"{char.ToUpperInvariant(words[0])}{words[1..]}." : $"{path}: {words}.";
}
