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
    private readonly JsonFindings _found = new(comparison.Reader);

    /// <exception cref="Payloads.TooMuchWork">It isn't worth going on.</exception>
    public IReadOnlyList<Unreadable> Of(JsonPlace reader, JsonPlace writer)
    {
        Walk(reader, writer, "");
        return _found.All;
    }

    private void Walk(JsonPlace reader, JsonPlace writer, string path)
    {
        comparison.Work.Step();
        (reader, writer) = (reader.LedAlone(), writer.LedAlone());
        var (read, written) = (reader.Node, writer.Node);
        if (
            read.IsEmpty
            || written.IsFalse
            || _found.AreEnough
            || _found.AreOf(read.Json, written.Json)
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

        if (
            JsonBeside.Compare(
                comparison,
                reader,
                writer,
                (r, w, worst) => Walk(r, w, path, worst),
                words => Say(reader, path, words, JsonFit.PassedOver)
            )
        )
        {
            return;
        }

        var closed = comparison.Pieces.Closed(reader);
        (reader, writer) = (closed ?? reader, comparison.Pieces.Closed(writer) ?? writer);
        (read, written) = (reader.Node, writer.Node);
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
                    closed is null ? JsonFit.Refused : JsonFit.PassedOver,
                    comparison.IsMatch,
                    (r, w, inside, worst) => Walk(reader.At(r), writer.At(w), Inside(path, inside), worst),
                    (at, inside, words, fit) => Say(reader.At(at), Inside(path, inside), words, fit)
                );
            }

            JsonTuples.Compare(read, written, (r, w, at) => Walk(reader.At(r), writer.At(w), $"{path}{at}"));
        }
    }

    private void Walk(JsonPlace reader, JsonPlace writer, string path, JsonFit worst)
    {
        var outer = _found.Worst;
        _found.Worst = worst > outer ? worst : outer;
        Walk(reader, writer, path);
        _found.Worst = outer;
    }

    private bool Sums(JsonPlace reader, JsonPlace writer, string path) =>
        new JsonSums(
            (r, w) => comparison.Fits(reader.At(r), writer.At(w)),
            comparison.Pieces.Alone,
            (words, fit) => Say(reader, path, words, fit),
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
                    JsonKeywords.Documented.Contains(keyword.Name) ? JsonFit.Undecided : JsonFit.PassedOver
                );
            }
        }

        foreach (var (name, words) in JsonDoubts.Of(read, written, IsSame, comparison.IsMatch))
        {
            Say(reader, Inside(path, name), words, JsonFit.PassedOver);
        }

        bool IsSame(JsonPart? now, JsonPart? before) =>
            now is not null && before is not null
                ? comparison.AreAlike(reader.At(new(now, "")), writer.At(new(before, "")))
                : now is null && before is null;
    }

    private static string Inside(string path, string name) =>
        path.Length == 0 || name.Length == 0 || name == "{}" ? path + name : $"{path}.{name}";

    private void Say(JsonPlace at, string path, string words, JsonFit fit = JsonFit.Refused) =>
        _found.Add(at, path, words, fit);
}
