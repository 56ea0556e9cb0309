using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>The items of an array: the first ones each by a schema of its own, the rest by one. Draft 7 and 2020-12 write it differently.</summary>
internal sealed record JsonTuples(JsonSchemaNode[] First, JsonSchemaNode Rest)
{
    private static readonly JsonSchemaNode Anything = new(new JsonTruth(true, 0), "");

    /// <param name="walk">Compares what stands at a place.</param>
    public static void Compare(
        JsonSchemaNode reader,
        JsonSchemaNode writer,
        Action<JsonSchemaNode, JsonSchemaNode, string> walk
    )
    {
        if (!writer.Types.Contains("array"))
        {
            return;
        }

        var (now, before) = (Of(reader), Of(writer));
        for (var i = 0; i < Math.Max(now.First.Length, before.First.Length); i++)
        {
            walk(now.At(i), before.At(i), $"[{i}]");
        }

        walk(now.Rest, before.Rest, "[]");
    }

    private static JsonTuples Of(JsonSchemaNode schema) =>
        schema["prefixItems"] is not null ? new([.. schema.Listed("prefixItems")], schema.Inner("items") ?? Anything)
        : schema["items"] is JsonList ? new([.. schema.Listed("items")], schema.Inner("additionalItems") ?? Anything)
        : new([], schema.Inner("items") ?? Anything);

    private JsonSchemaNode At(int index) => index < First.Length ? First[index] : Rest;
}
