namespace Portal.Schemas.Protobuf.Payloads;

/// <summary>The messages of a schema that a record may be one of.</summary>
internal static class ProtobufMessages
{
    /// <summary>Their names without the package, those that no other holds first: the first is what a sample is taken for.</summary>
    public static IReadOnlyList<string> Of(ProtobufSchema schema) =>
        [
            .. ProtobufFields
                .Roots(schema)
                .Concat(schema.Types.Own)
                .Select(type => type.Name)
                .Distinct(StringComparer.Ordinal),
        ];

    public static ProtobufType? Find(ProtobufSchema schema, string? name) =>
        name is null
            ? ProtobufFields.Roots(schema).FirstOrDefault()
            : schema.Types.Own.FirstOrDefault(type => type.Name == name);

    public static string None(ProtobufSchema schema, string? name) =>
        name is null ? "This schema declares no message."
        : Of(schema) is [_, ..] all
            ? $"There is no message {name}; it has {Portal.Schemas.Payloads.PayloadWords.Choices([.. all])}."
        : "This schema declares no message.";
}
