using Portal.Web.Parts;

namespace Portal.Web.Layout;

/// <summary>What can be requested, as the finder offers it.</summary>
internal static class RequestHits
{
    private const string Group = "Actions";

    public static Hit[] All { get; } =
    [
        new(Group, Glyph.Plus, "Request a stream (topic and schema)", Addresses.RequestStream, "n"),
        new(Group, Glyph.Plus, "Request a topic", Addresses.RequestTopic),
        new(Group, Glyph.Plus, "Request a schema", Addresses.RequestSchema),
        new(Group, Glyph.Plus, "Request a job", Addresses.RequestJob),
    ];

    public static Hit TopicNamed(string words) =>
        new(
            Group,
            Glyph.Plus,
            $"Request a topic named {words}",
            $"{Addresses.RequestTopic}?name={Uri.EscapeDataString(words)}"
        );
}
