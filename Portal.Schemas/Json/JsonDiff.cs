using Portal.Schemas.Compatibility;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>
/// Why a reader's schema refuses what a writer's allows, keyword by keyword, after the rules of the registry's documentation. What can't
/// be decided by looking at keywords is said as that.
/// </summary>
internal sealed class JsonDiff(JsonSchema reader, JsonSchema writer)
{
    private const int Most = 100;
    private readonly HashSet<(JsonPart, JsonPart)> _walked = new(JsonPairs.Instance);
    private readonly List<Unreadable> _found = [];

    public IReadOnlyList<Unreadable> All()
    {
        Walk(reader.Root, writer.Root, "");
        return _found;
    }

    private void Walk(JsonSchemaNode read, JsonSchemaNode written, string path)
    {
        (read, written) = (Led(reader, read), Led(writer, written));
        if (
            read.IsEmpty
            || written.IsFalse
            || _found.Count >= Most
            || !_walked.Add((read.Json, written.Json))
            || JsonSame.Are(read.Json, written.Json)
        )
        {
            return;
        }

        if (read.IsFalse)
        {
            Say(read, path, "nothing is allowed here any more");
            return;
        }

        Undecided(read, written, path);
        if (!JsonSums.Walk(read, written, Fits, words => Say(read, path, words)))
        {
            return;
        }

        if (JsonValues.Lost(read, written) is { } lost)
        {
            Say(read, path, lost);
        }
        else
        {
            foreach (var tighter in JsonBounds.Tighter(read, written))
            {
                Say(read, path, tighter);
            }

            if (written.Types.Contains("object"))
            {
                JsonObjects.Compare(
                    read,
                    written,
                    (r, w, inside) => Walk(r, w, Inside(path, inside)),
                    (at, inside, words) => Say(at, Inside(path, inside), words)
                );
            }

            Items(read, written, path);
        }
    }

    private void Undecided(JsonSchemaNode read, JsonSchemaNode written, string path)
    {
        foreach (
            var keyword in read.Forbidding.Where(one => !JsonKeywords.Compared.Contains(one.Name) || one.Name == "not")
        )
        {
            if (!JsonSame.Are(keyword.Value, written[keyword.Name]))
            {
                _found.Add(
                    new(
                        path,
                        Sentence(path, $"“{keyword.Name}” has changed"),
                        keyword.Value.Offset,
                        IsCertain: false,
                        IsPassedOver: !JsonKeywords.Documented.Contains(keyword.Name)
                    )
                );
            }
        }

        foreach (var (name, words) in JsonDoubts.Of(read, written))
        {
            var at = Inside(path, name);
            _found.Add(new(at, Sentence(at, words), read.Json.Offset, IsCertain: false, IsPassedOver: true));
        }
    }

    private void Items(JsonSchemaNode read, JsonSchemaNode written, string path)
    {
        if (!written.Types.Contains("array"))
        {
            return;
        }

        var (now, before) = (JsonTuples.Of(read), JsonTuples.Of(written));
        for (var i = 0; i < Math.Max(now.First.Length, before.First.Length); i++)
        {
            Walk(now.At(i), before.At(i), $"{path}[{i}]");
        }

        Walk(now.Rest, before.Rest, $"{path}[]");
    }

    private bool Fits(JsonSchemaNode read, JsonSchemaNode written)
    {
        var inner = new JsonDiff(reader, writer);
        inner.Walk(read, written, "");
        return inner._found.Count == 0;
    }

    private static JsonSchemaNode Led(JsonSchema schema, JsonSchemaNode node)
    {
        for (var steps = 0; node.Word("$ref") is { } reference && steps < 100; steps++)
        {
            node = JsonReferences.Find(schema, reference)!.Value.Node;
        }

        return node;
    }

    private static string Inside(string path, string name) =>
        path.Length == 0 || name.Length == 0 || name == "{}" ? path + name : $"{path}.{name}";

    private void Say(JsonSchemaNode at, string path, string words) =>
        _found.Add(new(path, Sentence(path, words), at.Json.Offset));

    private static string Sentence(string path, string words) =>
        path.Length == 0 ? $"{char.ToUpperInvariant(words[0])}{words[1..]}." : $"{path}: {words}.";
}
