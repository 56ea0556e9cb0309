using System.Text.Json;

namespace Portal.Engines.Registry;

/// <summary>
/// Parts of an answer by their shape. What has another one isn't a registry's, and throws as such: <see cref="EngineFault.Transient"/>, because a proxy may
/// answer so for a moment.
/// </summary>
internal static class RegistryShape
{
    public static JsonElement Object(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object ? body : throw RegistryFaults.OfAnother();

    public static IEnumerable<JsonElement> Items(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array ? body.EnumerateArray() : throw RegistryFaults.OfAnother();

    public static IReadOnlyList<string> Names(JsonElement body) =>
        [.. Items(body).Select(item => EngineText.Name(Text(item) ?? throw RegistryFaults.OfAnother()))];

    public static IReadOnlyList<int> Numbers(JsonElement body) =>
        [.. Items(body).Select(item => Number(item) ?? throw RegistryFaults.OfAnother())];

    /// <summary>Null for what is no whole number, or a larger one than there is.</summary>
    public static int? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    /// <summary>Null for what is no text, or holds half of a surrogate pair.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
