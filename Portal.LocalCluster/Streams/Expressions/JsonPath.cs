using System.Globalization;
using System.Text.Json;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>A path into JSON: <c>$.a.b[0]</c>, <c>$['a b']</c>. Read once, when the statement is planned.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps = [];

    private JsonPath() { }

    public static JsonPath Read(string text, Place at)
    {
        var path = new JsonPath();
        var rest = text.AsSpan().Trim();
        foreach (var mode in (ReadOnlySpan<string>)["lax ", "strict "])
        {
            rest = rest.StartsWith(mode, StringComparison.OrdinalIgnoreCase) ? rest[mode.Length..].Trim() : rest;
        }

        if (rest.Length == 0 || rest[0] != '$')
        {
            throw Unread(text, at);
        }

        for (rest = rest[1..]; rest.Length > 0; )
        {
            var length = rest[0] switch
            {
                '.' => path.Name(rest),
                '[' => path.Bracket(rest),
                _ => 0,
            };
            rest = length > 0 ? rest[length..] : throw Unread(text, at);
        }

        return path;
    }

    /// <summary>Null when nothing is there.</summary>
    public JsonElement? Of(JsonElement root)
    {
        var found = root;
        foreach (var (name, index) in _steps)
        {
            if (name is not null)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                {
                    return null;
                }
            }
            else if (found.ValueKind == JsonValueKind.Array && index < found.GetArrayLength())
            {
                found = found[index];
            }
            else
            {
                return null;
            }
        }

        return found;
    }

    private int Name(ReadOnlySpan<char> rest)
    {
        var end = rest[1..].IndexOfAny('.', '[');
        var name = end < 0 ? rest[1..] : rest[1..(end + 1)];
        if (name.Length == 0 || name is "*")
        {
            return 0;
        }

        _steps.Add((name.ToString(), 0));
        return name.Length + 1;
    }

    private int Bracket(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(']');
        if (end < 2)
        {
            return 0;
        }

        var inside = rest[1..end].Trim();
        if (inside[0] is '\'' or '"' && inside.Length > 1 && inside[^1] == inside[0])
        {
            _steps.Add((inside[1..^1].ToString(), 0));
        }
        else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            _steps.Add((null, index));
        }
        else
        {
            return 0;
        }

        return end + 1;
    }

    private static SqlException Unread(string path, Place at) =>
        SqlException.At(at, $"The JSON path '{path}' isn't supported. It has names and indexes: $.a.b[0] or $['a b']");
}
