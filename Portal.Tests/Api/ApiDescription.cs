using System.Net.Http.Json;
using System.Text.Json;

namespace Portal.Tests.Api;

/// <summary>One operation as the OpenAPI document tells it.</summary>
/// <param name="Numbers">Those of its parameters that are whole numbers.</param>
public sealed record ApiOperation(
    string Method,
    string Path,
    string Id,
    IReadOnlyList<(string Name, string In)> Parameters,
    IReadOnlySet<string> Numbers,
    JsonElement? Body,
    IReadOnlySet<int> Answers,
    JsonElement Document
)
{
    public bool ChangesSomething => Method is not "GET";

    /// <summary>Whether an address is one of its path's.</summary>
    public bool Serves(string address)
    {
        var (mine, parts) = (Path.Split('/'), address.Split('/'));
        return mine.Length == parts.Length
            && mine.Zip(parts).All(pair => pair.First == pair.Second || Takes(pair.First, pair.Second));
    }

    private bool Takes(string template, string part) =>
        template.StartsWith('{') && (!Numbers.Contains(template.Trim('{', '}')) || part.All(char.IsAsciiDigit));

    /// <summary>What the body of an answer is like; null where it has none.</summary>
    public JsonElement? Answer(int status) => Content(status)?.Value.GetProperty("schema");

    public string? MediaType(int status) => Content(status)?.Name;

    private JsonProperty? Content(int status) =>
        Document
            .GetProperty("paths")
            .GetProperty(Path)
            .GetProperty(Method.ToLowerInvariant())
            .GetProperty("responses")
            .GetProperty($"{status}")
            .TryGetProperty("content", out var content)
            ? content.EnumerateObject().First()
            : null;

    public override string ToString() => $"{Method} {Path}";

    /// <summary>The path with every parameter filled by the same value.</summary>
    public string Filled(string value) =>
        Parameters
            .Where(p => p.In == "path")
            .Aggregate(Path, (path, p) => path.Replace($"{{{p.Name}}}", Uri.EscapeDataString(value)));
}

/// <summary>The served OpenAPI document, read back.</summary>
public static class ApiDescription
{
    public static async Task<JsonElement> Read(PortalWeb web)
    {
        using var stranger = web.Stranger();
        return await stranger.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
    }

    public static async Task<IReadOnlyList<ApiOperation>> Operations(PortalWeb web)
    {
        var document = await Read(web);
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select Operation(document, path.Name, operation),
        ];
    }

    private static ApiOperation Operation(JsonElement document, string path, JsonProperty operation) =>
        new(
            operation.Name.ToUpperInvariant(),
            path,
            operation.Value.GetProperty("operationId").GetString()!,
            operation.Value.TryGetProperty("parameters", out var parameters)
                ?
                [
                    .. parameters
                        .EnumerateArray()
                        .Select(p => (p.GetProperty("name").GetString()!, p.GetProperty("in").GetString()!)),
                ]
                : [],
            Numbers(operation.Value),
            operation.Value.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var json)
                ? json.GetProperty("schema")
                : null,
            operation
                .Value.GetProperty("responses")
                .EnumerateObject()
                .Select(r => int.Parse(r.Name, System.Globalization.CultureInfo.InvariantCulture))
                .ToHashSet(),
            document
        );

    private static HashSet<string> Numbers(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ?
            [
                .. parameters
                    .EnumerateArray()
                    .Where(p =>
                        p.GetProperty("schema").TryGetProperty("type", out var type)
                        && type.ToString().Contains("integer", StringComparison.Ordinal)
                    )
                    .Select(p => p.GetProperty("name").GetString()!),
            ]
            : [];
}
