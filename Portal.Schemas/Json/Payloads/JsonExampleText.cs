using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>A text for an example: of its format, or its property's name, as long as it has to be.</summary>
internal static class JsonExampleText
{
    private const int Most = 1_000;

    // Tried in this order where there is a pattern: most patterns in use ask for digits, letters, or both.
    private static readonly string[] Common =
    [
        "1",
        "a",
        "A",
        "12",
        "ab",
        "AB",
        "EUR",
        "abc",
        "ABC-1",
        "ABC-123",
        "a1",
        "A1",
        "1234",
        "12345",
        "123456",
        "12345678",
        "#a1b2c3",
        "+4912345678",
        "1.0",
        "1.0.0",
        "10:30",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "a@example.com",
        "https://example.com/",
        "6f1c2a52-9d4e-4c3b-8a17-0b5f3e2d1c40",
        "DE89370400440532013000",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ];

    public static string Of(JsonObject schema, string name, JsonPatterns patterns)
    {
        if (schema["pattern"] is JsonText pattern)
        {
            return Common
                    .Prepend(name)
                    .TakeWhile(_ => !patterns.IsSpent)
                    .FirstOrDefault(text => patterns.Fits(pattern.Value, text) == true && IsLongEnough(schema, text))
                ?? name;
        }

        var text = (schema["format"] as JsonText)?.Value switch
        {
            "date-time" => "2026-01-01T00:00:00Z",
            "date" => "2026-01-01",
            "time" => "12:00:00Z",
            "duration" => "PT1H",
            "email" or "idn-email" => "name@example.com",
            "hostname" or "idn-hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uri" or "iri" => "https://example.com/",
            "uri-reference" or "iri-reference" => "/",
            "uuid" => "6f1c2a52-9d4e-4c3b-8a17-0b5f3e2d1c40",
            _ => name,
        };
        var (least, most) = Bounds(schema);
        return text.Length > most ? text[..most] : text.PadRight(least, 'x');
    }

    private static bool IsLongEnough(JsonObject schema, string text) =>
        Bounds(schema) is var (least, most) && text.Length >= least && text.Length <= most;

    private static (int Least, int Most) Bounds(JsonObject schema) =>
        (
            (int)Math.Min(JsonNumbers.Exact(schema["minLength"]) ?? 0, Most),
            (int)Math.Min(JsonNumbers.Exact(schema["maxLength"]) ?? Most, Most)
        );
}
