using Portal.Core.Schemas;
using Portal.Schemas.Formats;

namespace Portal.Core.Jobs.Tables;

/// <summary>How a schema's records become rows, or why they can't.</summary>
internal static class TopicShape
{
    /// <param name="schema">Null: the topic has none, and a record is one text.</param>
    public static TableShape Of(LiveSchema? schema, bool isWritten) =>
        schema switch
        {
            null => TableShape.Raw,
            { References.IsEmpty: false } => new TableShape.Unreadable(
                "Its schema refers to others, which a job's tables can't do yet."
            ),
            { Type: SchemaType.Protobuf } => new TableShape.Unreadable(
                "Its schema is Protobuf, which Flink's SQL doesn't read together with a registry."
            ),
            _ => SchemaText.Read(schema.Type, schema.Text) switch
            {
                SchemaRead.Fine { Schema: AnySchema.OfAvro avro } => AvroTable.Of(schema.Text, avro.Schema, isWritten),
                SchemaRead.Fine { Schema: AnySchema.OfJson json } => JsonTable.Of(json.Schema),
                _ => new TableShape.Unreadable("Its schema can't be read."),
            },
        };
}
