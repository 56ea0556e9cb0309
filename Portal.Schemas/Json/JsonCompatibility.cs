using Portal.Schemas.Compatibility;

namespace Portal.Schemas.Json;

/// <summary>JSON Schema's answer to who can read whom.</summary>
public static class JsonCompatibility
{
    /// <summary>Why a reader's schema refuses what a writer's allows; nothing: it takes all of it.</summary>
    public static IReadOnlyList<Unreadable> Unreadable(JsonSchema reader, JsonSchema writer) =>
        JsonComparison.Of(reader, writer);
}
