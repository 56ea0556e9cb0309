namespace Portal.Schemas.Formats;

/// <summary>The languages that schemas are written in.</summary>
public enum SchemaFormat
{
    Avro,
    Json,
    Protobuf,
}
