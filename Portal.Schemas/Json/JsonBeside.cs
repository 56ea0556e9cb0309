using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>A $ref and the keywords beside it: from 2019-09 on ("Core", 8.2.3 of 2020-12) a value has to be valid for both, as by allOf.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Former">The same for what was written, with “unevaluatedProperties” from beside the $ref.</param>
internal sealed record JsonBeside(JsonSchemaNode Reference, JsonSchemaNode Rest, JsonPlace Target, JsonPlace Former)
{
    /// <summary>One schema that means the same as both; null: there is none.</summary>
    public JsonPlace? Whole { get; } =
        Rest.Restricting.All(member => member.Name == JsonUnevaluated.Keyword) ? JsonUnevaluated.Closed(Former) : null;

    /// <param name="place">Where its $ref leads while nothing stands beside it.</param>
    /// <returns>Null: nothing stands beside a $ref, or the $ref leads back to itself and requires nothing more.</returns>
    public static JsonBeside? Of(JsonPlace place)
    {
        var node = place.Node;
        if (node.Word("$ref") is null || place.Led().Node.Word("$ref") is not null)
        {
            return null;
        }

        JsonSchemaNode reference = new(Only(node, member => member.Name == "$ref"), $"{node.Pointer}/$ref");
        var target = place.At(reference).LedAlone();
        return new(
            reference,
            new(Only(node, member => member.Name != "$ref"), node.Pointer),
            target,
            JsonUnevaluated.Joined(target, place)
        );
    }

    /// <param name="walk">Compares two that are about the same value. What is found counts as no worse than what is given.</param>
    /// <param name="doubt">What can't be decided, and the registry's documented rules pass over.</param>
    /// <returns>Whether that is all: one of the two has keywords beside a $ref.</returns>
    public static bool Compare(
        JsonComparison comparison,
        JsonPlace reader,
        JsonPlace writer,
        Action<JsonPlace, JsonPlace, JsonFit> walk,
        Action<string> doubt
    )
    {
        var (now, before) = (comparison.Pieces.Beside(reader), comparison.Pieces.Beside(writer));
        if (now is null && before is null)
        {
            return false;
        }

        if (
            now is not null
            && before is not null
            && MeanTheSame(now.Rest, before.Rest)
            && MeanTheSame(now.Reference, before.Reference)
        )
        {
            return true;
        }

        // The same $ref may lead to what refuses more. What is found by way of what stands beside one is left to the registry.
        var isCertain = before is null || now?.Reference.Word("$ref") == before.Reference.Word("$ref");
        var worst = isCertain ? JsonFit.Refused : JsonFit.Undecided;
        var whole = now is null ? reader : now.Whole;
        var former = before is null ? writer : before.Whole;
        if (whole is not null && former is not null)
        {
            walk(whole, former, worst);
            return true;
        }

        var rest = now?.Rest ?? reader.Node;
        if (before is not null && comparison.AreAlike(reader.At(rest), writer.At(before.Rest)))
        {
            // What hasn't changed may depend on where the $ref leads, or led.
            foreach (var (_, words) in JsonDoubts.Of(rest, before.Rest, (_, _) => true, comparison.IsMatch))
            {
                doubt(words);
            }
        }

        var main = now?.Target ?? reader;
        if (!IsTaken(main))
        {
            walk(main, former ?? before!.Former, worst);
        }

        if (now is not null && !IsTaken(reader.At(now.Rest)))
        {
            walk(reader.At(now.Rest), writer.At(before?.Rest ?? writer.Node), JsonFit.PassedOver);
        }

        return true;

        bool MeanTheSame(JsonSchemaNode read, JsonSchemaNode written) =>
            comparison.MeanTheSame(reader.At(read).LedAlone(), writer.At(written).LedAlone());

        // What was written is valid for both of the writer's, so it is enough to take one of them.
        bool IsTaken(JsonPlace part) =>
            before is not null
            && (Takes(part, writer.At(before.Reference)) || Takes(part, writer.At(before.Rest)) || IsSumTaken(part));

        // Only sums are compared with both together.
        bool IsSumTaken(JsonPlace part) =>
            part.Node.Restricting.ToList() switch
            {
                [{ Name: "allOf" }] => part.Node.Listed("allOf").All(one => Takes(part.At(one), writer)),
                [{ Name: "anyOf" or "oneOf" } choice] => part
                    .Node.Listed(choice.Name)
                    .Any(one => Takes(part.At(one), writer)),
                _ => false,
            };

        bool Takes(JsonPlace read, JsonPlace written) => comparison.Fits(read, written) == JsonFit.Taken;
    }

    private static JsonObject Only(JsonSchemaNode node, Func<JsonMember, bool> isKept) =>
        new([.. node.Restricting.Where(isKept)], node.Json.Offset);
}
