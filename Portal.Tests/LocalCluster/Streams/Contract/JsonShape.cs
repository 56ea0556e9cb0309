using System.Text.Json;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>Which fields an answer has and of what kind: what a client's types are made from. Values aren't in it.</summary>
internal static class JsonShape
{
    private const string Null = "null";
    private const string Empty = "empty";

    // Their keys are what somebody set.
    private static readonly HashSet<string> Maps = ["properties", "user-config"];

    /// <summary>Each path with the kinds seen there, such as <c>.jobs[].jid</c> and <c>string</c>.</summary>
    public static SortedDictionary<string, string> Of(JsonElement answer)
    {
        var kinds = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        Walk("", isMap: false, answer, kinds);
        return new(kinds.ToDictionary(k => k.Key, k => string.Join('|', k.Value)), StringComparer.Ordinal);
    }

    /// <summary>In words what one shape has otherwise than another; nothing is said of what lies below a null or in an empty list.</summary>
    public static IEnumerable<string> Differences(
        SortedDictionary<string, string> ours,
        SortedDictionary<string, string> flinks
    ) =>
        ours
            .Keys.Union(flinks.Keys)
            .Order(StringComparer.Ordinal)
            .Select(path =>
                !ours.TryGetValue(path, out var our) ? (IsUnseen(ours, flinks, path) ? null : $"lacks {path}")
                : !flinks.TryGetValue(path, out var their)
                    ? (IsUnseen(flinks, ours, path) ? null : $"has {path} besides")
                : Known(our) is { Count: > 0 } we && Known(their) is { Count: > 0 } they && !we.SetEquals(they)
                    ? $"{path} is {our}, not {their}"
                : null
            )
            .OfType<string>();

    private static HashSet<string> Known(string kinds) => [.. kinds.Split('|').Except([Null, Empty])];

    /// <summary>What one has at a path, another may have as well: it had a null there, or an empty list, or it has the contents of the other's.</summary>
    private static bool IsUnseen(
        SortedDictionary<string, string> shape,
        SortedDictionary<string, string> other,
        string path
    ) =>
        shape.Any(seen => Known(seen.Value).Count == 0 && IsBelow(path, seen.Key))
        || (Known(other[path]).Count == 0 && shape.Keys.Any(seen => IsBelow(seen, path)));

    private static bool IsBelow(string path, string above) =>
        path.Length > above.Length
        && path.StartsWith(above, StringComparison.Ordinal)
        && path[above.Length] is '.' or '[';

    private static void Walk(
        string path,
        bool isMap,
        JsonElement value,
        SortedDictionary<string, SortedSet<string>> kinds
    )
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var field in value.EnumerateObject())
                {
                    var name =
                        isMap ? "*"
                        : IsId(field.Name) ? "{id}"
                        : field.Name;
                    Walk($"{path}.{name}", Maps.Contains(field.Name), field.Value, kinds);
                }

                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                foreach (var item in value.EnumerateArray())
                {
                    Walk($"{path}[]", isMap: false, item, kinds);
                }

                break;
            default:
                Add(kinds, path, Kind(value.ValueKind));
                break;
        }
    }

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Null => Null,
            JsonValueKind.Object or JsonValueKind.Array => Empty,
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => "number",
            _ => "string",
        };

    private static void Add(SortedDictionary<string, SortedSet<string>> kinds, string path, string kind)
    {
        if (!kinds.TryGetValue(path, out var seen))
        {
            kinds[path] = seen = new(StringComparer.Ordinal);
        }

        seen.Add(kind);
    }

    private static bool IsId(string name) => name.Length == 32 && name.All(char.IsAsciiHexDigitLower);
}
