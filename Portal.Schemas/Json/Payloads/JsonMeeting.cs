using System.Runtime.CompilerServices;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>A schema's keywords and the value that they are about.</summary>
internal sealed record JsonMeeting(
    JsonPayload Judge,
    JsonSchema Document,
    JsonObject Keywords,
    JsonPart Value,
    string Path,
    JsonOutcome Outcome
)
{
    public JsonPart? this[string keyword] => Keywords[keyword];

    /// <summary>Another schema of the same document, on the same value.</summary>
    public JsonOutcome Of(JsonPart schema) => Judge.Of(Document, schema, Value, Path);

    public JsonOutcome Of(JsonPart schema, JsonPart part, string path) => Judge.Of(Document, schema, part, path);

    public void Wrong(string rule, string message) => Outcome.Add(Path, Value, rule, message);

    /// <summary>A bound that is a whole number; null where there is none.</summary>
    public decimal? Count(string keyword) => JsonNumbers.Exact(this[keyword]);

    public bool Equals(JsonMeeting? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
