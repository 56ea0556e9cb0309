using Portal.Schemas.Compatibility;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>
/// Why a reader's schema refuses what a writer's allows, keyword by keyword, after the rules of the registry's documentation. What can't
/// be decided by looking at keywords is said as that.
/// </summary>
/// <param name="isBranch">Whether it fits is all that is looked for.</param>
internal sealed class JsonDiff(JsonComparison comparison, bool isBranch)
{
    private const int Most = 100;
    private readonly HashSet<(JsonPart, JsonPart)> _walked = new(JsonPairs.Instance);
    private readonly List<Unreadable> _found = [];

    /// <exception cref="Payloads.TooMuchWork">It isn't worth going on.</exception>
    public IReadOnlyList<Unreadable> Of(JsonPlace reader, JsonPlace writer)
    {
        Walk(reader, writer, "");
        return _found;
    }

    private void Walk(JsonPlace reader, JsonPlace writer, string path)
    {
        comparison.Work.Step();
        (reader, writer) = (reader.Led(), writer.Led());
        var (read, written) = (reader.Node, writer.Node);
        if (
            read.IsEmpty
            || written.IsFalse
            || _found.Count >= Most
            || !_walked.Add((read.Json, written.Json))
            || comparison.AreAlike(reader, writer)
        )
        {
            return;
        }

        if (read.IsFalse)
        {
            Say(reader, path, "nothing is allowed here any more");
            return;
        }

        Undecided(reader, writer, path);
        if (!Sums(reader, writer, path))
        {
            return;
        }

        if (JsonValues.Lost(read, written) is { } lost)
        {
            Say(reader, path, lost);
        }
        else
        {
            foreach (var tighter in JsonBounds.Tighter(read, written))
            {
                Say(reader, path, tighter);
            }

            if (written.Types.Contains("object"))
            {
                JsonObjects.Compare(
                    read,
                    written,
                    comparison.IsMatch,
                    (r, w, inside) => Walk(reader.At(r), writer.At(w), Inside(path, inside)),
                    (at, inside, words) => Say(reader.At(at), Inside(path, inside), words)
                );
            }

            Items(reader, writer, path);
        }
    }

    private bool Sums(JsonPlace reader, JsonPlace writer, string path) =>
        new JsonSums(
            (r, w) => comparison.Fits(reader.At(r), writer.At(w)),
            comparison.Alone,
            (words, isCertain) => Say(reader, path, words, isCertain),
            isBranch
        ).Walk(reader.Node, writer.Node);

    private void Undecided(JsonPlace reader, JsonPlace writer, string path)
    {
        var (read, written) = (reader.Node, writer.Node);
        foreach (
            var keyword in read.Forbidding.Where(one => !JsonKeywords.Compared.Contains(one.Name) || one.Name == "not")
        )
        {
            if (!IsSame(keyword.Value, written[keyword.Name]))
            {
                Say(
                    reader.At(new(keyword.Value, "")),
                    path,
                    $"“{keyword.Name}” has changed",
                    isCertain: false,
                    isPassedOver: !JsonKeywords.Documented.Contains(keyword.Name)
                );
            }
        }

        foreach (var (name, words) in JsonDoubts.Of(read, written, IsSame, comparison.IsMatch))
        {
            Say(reader, Inside(path, name), words, isCertain: false, isPassedOver: true);
        }

        bool IsSame(JsonPart? now, JsonPart? before) =>
            now is not null && before is not null
                ? comparison.AreAlike(reader.At(new(now, "")), writer.At(new(before, "")))
                : now is null && before is null;
    }

    private void Items(JsonPlace reader, JsonPlace writer, string path)
    {
        if (!writer.Node.Types.Contains("array"))
        {
            return;
        }

        var (now, before) = (JsonTuples.Of(reader.Node), JsonTuples.Of(writer.Node));
        for (var i = 0; i < Math.Max(now.First.Length, before.First.Length); i++)
        {
            Walk(reader.At(now.At(i)), writer.At(before.At(i)), $"{path}[{i}]");
        }

        Walk(reader.At(now.Rest), writer.At(before.Rest), $"{path}[]");
    }

    private static string Inside(string path, string name) =>
        path.Length == 0 || name.Length == 0 || name == "{}" ? path + name : $"{path}.{name}";

    // What stands in another document has no place in the reader's own text.
    private void Say(JsonPlace at, string path, string words, bool isCertain = true, bool isPassedOver = false) =>
        _found.Add(
            new(
                path,
                Sentence(path, words),
                ReferenceEquals(at.Schema, comparison.Reader) ? at.Node.Json.Offset : null,
                isCertain,
                isPassedOver
            )
        );

    private static string Sentence(string path, string words) =>
        path.Length == 0 ? $"{char.ToUpperInvariant(words[0])}{words[1..]}." : $"{path}: {words}.";
}
