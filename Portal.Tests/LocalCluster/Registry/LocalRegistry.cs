using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Registry;

/// <summary>The registry of a local cluster of its own, spoken to as any client would.</summary>
public sealed class LocalRegistry : IAsyncLifetime, IOptionalFixture, IDisposable
{
    private readonly HttpClient _http = new();
    private LocalKafkaProcess _cluster = null!;

    public bool IsNeeded => EngineSkip.ClusterUnchanged is null;

    public async Task InitializeAsync()
    {
        if (IsNeeded)
        {
            _cluster = await LocalKafkaProcess.Start(brokers: 1);
            _http.BaseAddress = _cluster.Registry;
        }
    }

    /// <summary>kill -9, and up again on the same folder.</summary>
    public async Task Crash()
    {
        await _cluster.Kill();
        await _cluster.Up();
    }

    public async Task<(int Status, JsonNode? Body)> Ask(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_http.BaseAddress!, path));
        request.Content = body is null
            ? null
            : new StringContent(
                JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!.ToJsonString(),
                Encoding.UTF8,
                "application/vnd.schemaregistry.v1+json"
            );
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonNode>());
    }

    /// <summary>Registers, and gives the id.</summary>
    public Task<int> Register(string subject, string schema, params object[] references) =>
        RegisterAs("AVRO", subject, schema, references);

    /// <inheritdoc cref="Register"/>
    public async Task<int> RegisterAs(string schemaType, string subject, string schema, params object[] references)
    {
        var (status, body) = await Ask(
            "POST",
            $"/subjects/{Uri.EscapeDataString(subject)}/versions",
            new
            {
                schema,
                schemaType,
                references,
            }
        );
        status.ShouldBe(200, body?.ToJsonString());
        return body!["id"]!.GetValue<int>();
    }

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        if (IsNeeded)
        {
            await _cluster.DisposeAsync();
        }
    }
}
