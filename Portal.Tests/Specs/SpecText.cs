namespace Portal.Tests.Specs;

/// <summary>Documents as a file holds them, of Payments on the development cluster.</summary>
internal static class SpecText
{
    public static string Document(string kind, string name, string spec) =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: {{kind}}
            metadata: { name: {{name}}, cluster: dev, owner: payments }
            spec:
              {{spec}}

            """;

    /// <param name="refersTo">The subject whose first version it builds on; null for none.</param>
    public static string Schema(string name, string? refersTo = null)
    {
        var type = refersTo is null ? "string" : Record(refersTo);
        var text =
            $$"""schema: '{"type":"record","name":"{{Record(name)}}","fields":[{"name":"f","type":"{{type}}"}]}'""";
        var references = refersTo is null
            ? ""
            : $$"""references: [{ name: {{type}}, subject: {{refersTo}}, version: 1 }]""";
        return Document("schema", name, $"type: AVRO\n  {text}\n  {references}");
    }

    private static string Record(string subject) => subject.Replace('.', '_').Replace('-', '_');
}
