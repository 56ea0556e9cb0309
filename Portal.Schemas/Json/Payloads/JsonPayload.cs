using Portal.Schemas.Payloads;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>
/// A sample held against a JSON Schema of draft 4 to 2020-12 ("JSON Schema Validation", chapter 6, and "Core", chapters 10 and 11).
/// “format” describes only, as the standard has it unless a validator is set otherwise.
/// </summary>
internal sealed class JsonPayload
{
    // Their target depends on how the schema was come to.
    private static readonly string[] Dynamic = ["$dynamicRef", "$recursiveRef"];

    // By the document itself: what a record holds may grow while it is used.
    private readonly Dictionary<JsonPart, Dictionary<string, (JsonSchema Schema, JsonSchemaNode Node)?>> _found = new(
        ReferenceEqualityComparer.Instance
    );
    private readonly HashSet<(JsonPart, JsonPart)> _open = new(JsonPairs.Instance);

    private JsonPayload(PayloadWork work) => (Work, Patterns) = (work, new(work));

    public PayloadWork Work { get; }

    public JsonPatterns Patterns { get; }

    public static PayloadVerdict Judge(JsonSchema schema, string sample, CancellationToken stop) =>
        PayloadReading.Judge(
            sample,
            (json, work) =>
            {
                foreach (var error in new JsonPayload(work).Of(schema, schema.Root.Json, json, "").Errors)
                {
                    work.Add(error);
                }

                return null;
            },
            stop
        );

    /// <param name="document">The one that the schema stands in.</param>
    public JsonOutcome Of(JsonSchema document, JsonPart schema, JsonPart value, string path)
    {
        Work.Step();
        var outcome = new JsonOutcome();
        if (schema is JsonTruth { Value: false })
        {
            outcome.Add(path, value, "false", "Nothing is allowed here.");
        }

        // A schema that leads back to itself on the same value asks for nothing more.
        if (schema is JsonObject keywords && _open.Add((schema, value)))
        {
            Keywords(new(this, document, keywords, value, path, outcome));
            _open.Remove((schema, value));
        }

        return outcome;
    }

    private void Keywords(JsonMeeting at)
    {
        if (at["$ref"] is JsonText reference)
        {
            Reference(at, reference.Value);
            if (at.Document.IsRefAlone)
            {
                return;
            }
        }

        foreach (var dynamic in Dynamic.Where(keyword => at[keyword] is not null))
        {
            Work.Notes.Add($"“{dynamic}” isn't followed.");
        }

        if (at["format"] is JsonText format && at.Value is JsonText)
        {
            Work.Notes.Add(
                $"“format” describes only: whether a text is {PayloadWords.Cut(format.Value)} isn't checked."
            );
        }

        JsonValueRules.Check(at);
        JsonBranches.Check(at);
        switch (at.Value)
        {
            case JsonNumber number:
                JsonNumberRules.Check(at, number);
                break;
            case JsonText text:
                JsonTextRules.Check(at, text);
                break;
            case JsonObject members:
                JsonMemberRules.Check(at, members);
                break;
            case JsonList items:
                JsonItemRules.Check(at, items);
                break;
        }
    }

    private void Reference(JsonMeeting at, string reference)
    {
        if (!_found.TryGetValue(at.Document.Root.Json, out var known))
        {
            _found[at.Document.Root.Json] = known = new(StringComparer.Ordinal);
        }

        if (!known.TryGetValue(reference, out var found))
        {
            known[reference] = found = JsonReferences.Find(at.Document, reference);
        }

        if (found is { } there)
        {
            at.Outcome.Include(Of(there.Schema, there.Node.Json, at.Value, at.Path));
        }
    }
}
