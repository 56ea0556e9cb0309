namespace Portal.Schemas.Avro;

/// <summary>Walks two schemas that don't fit to where they don't, and says it in sentences.</summary>
internal sealed class AvroExplanation(AvroResolution resolution, AvroSchema reader, AvroSchema writer)
{
    private const int Most = 100;
    private readonly HashSet<(string, string)> _explained = [];
    private readonly List<AvroMismatch> _found = [];

    public IReadOnlyList<AvroMismatch> All()
    {
        Walk(reader.Root, writer.Root, new("", null));
        return _found;
    }

    private void Walk(AvroType read, AvroType written, Place at)
    {
        if (_found.Count >= Most || resolution.Reads(read, written))
        {
            return;
        }

        switch (read, written)
        {
            case (_, AvroUnion union):
                foreach (var branch in union.Branches)
                {
                    Walk(read, branch, at);
                }

                break;
            case (AvroUnion union, _)
                when union.Branches.FirstOrDefault(branch => IsMeant(branch, written)) is { } meant:
                Walk(meant, written, at);
                break;
            case (AvroUnion union, _):
                Say(
                    at,
                    AvroRule.BranchMissing,
                    $"what was written may be {Word(writer, written)}, which isn't one of {union.Word}"
                );
                break;
            case (AvroArray r, AvroArray w):
                Walk(r.Items, w.Items, at.Inside("[]"));
                break;
            case (AvroMap r, AvroMap w):
                Walk(r.Values, w.Values, at.Inside("{}"));
                break;
            case (AvroUse r, AvroUse w) when AvroMatch.Kinds(reader.Of(r), writer.Of(w)):
                if (_explained.Add((r.FullName, w.FullName)))
                {
                    Walk(reader.Of(r), writer.Of(w), at);
                }

                break;
            default:
                Say(at, AvroRule.TypeChanged, $"{Word(writer, written)} can't be read as {Word(reader, read)}");
                break;
        }
    }

    private void Walk(AvroNamed read, AvroNamed written, Place at)
    {
        if (!AvroMatch.Names(read, written))
        {
            Say(
                at,
                AvroRule.NameChanged,
                $"{written.Word} is called {read.FullName} now, and has no alias “{written.FullName}”"
            );
            return;
        }

        switch (read, written)
        {
            case (AvroEnum r, AvroEnum w):
                var unknown = string.Join(", ", AvroMatch.Unknown(r, w));
                Say(
                    at,
                    AvroRule.SymbolMissing,
                    $"what was written may be {unknown}, which {r.Word} doesn't know; it has no default"
                );
                break;
            case (AvroFixed r, AvroFixed w):
                Say(at, AvroRule.SizeChanged, $"{w.Word} of {w.Size} bytes can't be read as one of {r.Size}");
                break;
            case (AvroRecord r, AvroRecord w):
                foreach (var field in r.Fields)
                {
                    Walk(field, r, w, at.Inside(field));
                }

                break;
        }
    }

    private void Walk(AvroField field, AvroRecord read, AvroRecord written, Place at)
    {
        switch (AvroMatch.Written(field, written))
        {
            case [] when field.Default is null:
                Say(at, AvroRule.DefaultMissing, "it isn't in what was written, and has no default");
                break;
            case [var only]:
                Walk(field.Type, only.Type, at);
                if (AvroMatch.Taker(field, read, only) is { } taker)
                {
                    var words = $"Avro's Java reads {only.Name} as {taker.Name}, by its alias, and this has no default";
                    Say(at, AvroRule.AliasTaken, words);
                }

                break;
            case [_, ..] several:
                var names = string.Join(" and ", several.Select(one => one.Name));
                Say(at, AvroRule.AliasAmbiguous, $"by its name and aliases it may be {names} of what was written");
                break;
        }
    }

    // The branch that somebody changed, rather than one that was never meant for this.
    private bool IsMeant(AvroType branch, AvroType written) =>
        (branch, written) switch
        {
            (AvroArray, AvroArray) or (AvroMap, AvroMap) => true,
            (AvroUse r, AvroUse w) => AvroMatch.Kinds(reader.Of(r), writer.Of(w))
                && AvroMatch.Names(reader.Of(r), writer.Of(w)),
            _ => false,
        };

    private static string Word(AvroSchema schema, AvroType type) =>
        type is AvroUse use ? schema.Of(use).Word : type.Word;

    private void Say(Place at, AvroRule rule, string words) =>
        _found.Add(
            new(
                at.Path,
                rule,
                at.Path.Length == 0 ? $"{char.ToUpperInvariant(words[0])}{words[1..]}." : $"{at.Path}: {words}.",
                at.Offset
            )
        );

    private sealed record Place(string Path, int? Offset)
    {
        public Place Inside(string part) => this with { Path = Path + part };

        public Place Inside(AvroField field) =>
            new(Path.Length == 0 ? field.Name : $"{Path}.{field.Name}", field.Offset);
    }
}
