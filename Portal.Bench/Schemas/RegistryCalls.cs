using System.Text;
using System.Text.Json;
using Portal.Schemas.Formats;

namespace Portal.Bench.Schemas;

/// <summary>What a person or a script asks of a registry, over Confluent's API.</summary>
internal sealed class RegistryCalls(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"{url.TrimEnd('/')}/") };

    public async Task Register(string subject, SchemaFormat format, string schema, CancellationToken stop) =>
        await Send(HttpMethod.Post, $"subjects/{subject}/versions", Body(format, schema), stop);

    public async Task SetLevel(string subject, string level, CancellationToken stop) =>
        await Send(HttpMethod.Put, $"config/{subject}", new { compatibility = level }, stop);

    public async Task<bool> IsCompatible(
        string subject,
        int version,
        SchemaFormat format,
        string schema,
        CancellationToken stop
    )
    {
        var answer = await Send(
            HttpMethod.Post,
            $"compatibility/subjects/{subject}/versions/{version}",
            Body(format, schema),
            stop
        );
        return answer.GetProperty("is_compatible").GetBoolean();
    }

    public async Task<string> Newest(string subject, CancellationToken stop) =>
        (await Send(HttpMethod.Get, $"subjects/{subject}/versions/latest", null, stop))
            .GetProperty("schema")
            .GetString()!;

    public void Dispose() => _http.Dispose();

    private static object Body(SchemaFormat format, string schema) =>
        new { schema, schemaType = format.ToString().ToUpperInvariant() };

    private async Task<JsonElement> Send(HttpMethod method, string path, object? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null
            ? null
            : new StringContent(
                JsonSerializer.Serialize(body),
                Encoding.UTF8,
                "application/vnd.schemaregistry.v1+json"
            );
        using var answer = await _http.SendAsync(request, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }
}
