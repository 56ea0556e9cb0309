using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A session at a SQL Gateway, whoever's.</summary>
internal sealed class SqlClient : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly string _gateway;
    private readonly string _session;

    private SqlClient(string gateway, string session) => (_gateway, _session) = (gateway, session);

    public static async Task<SqlClient> Open(string gateway, params (string Key, string Value)[] options)
    {
        using var http = new HttpClient();
        var body = new { sessionName = "test", properties = options.ToDictionary(o => o.Key, o => o.Value) };
        var opened = await Read(await http.PostAsJsonAsync($"{gateway}/v4/sessions", body));
        return new(gateway, opened.GetProperty("sessionHandle").GetString()!);
    }

    /// <summary>The rows of a statement to its end, each with its kind before it as Flink's clients show it.</summary>
    public async Task<IReadOnlyList<string>> Rows(string statement)
    {
        var (result, rows) = (await Run(statement), new List<string>());
        while (true)
        {
            rows.AddRange(result.GetProperty("results").GetProperty("data").EnumerateArray().Select(Row));
            if (!result.TryGetProperty("nextResultUri", out var next) || next.ValueKind == JsonValueKind.Null)
            {
                return rows;
            }

            result = await Read(await _http.GetAsync($"{_gateway}{next.GetString()}"));
        }
    }

    /// <summary>The id of the job that a statement started.</summary>
    public async Task<string> Start(string statement) => (await Run(statement)).GetProperty("jobID").GetString()!;

    /// <summary>The first page of what a statement gave; what the gateway has against it is thrown.</summary>
    public async Task<JsonElement> Run(string statement)
    {
        var at = $"{_gateway}/v4/sessions/{_session}";
        var sent = await Read(await _http.PostAsJsonAsync($"{at}/statements", new { statement }));
        var operation = $"{at}/operations/{sent.GetProperty("operationHandle").GetString()}";
        await Deadline.Until(async () =>
            (await _http.GetFromJsonAsync<JsonElement>($"{operation}/status")).GetProperty("status").GetString()
                is "FINISHED"
                    or "ERROR"
        );
        return await Read(await _http.GetAsync($"{operation}/result/0?rowFormat=JSON"));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Words of a refusal: the causes of its stack trace, without Java's lines.</summary>
    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException(
                string.Join(
                    '\n',
                    body.GetProperty("errors")
                        .EnumerateArray()
                        .Last()
                        .GetString()!
                        .Split('\n')
                        .Where(line => !line.StartsWith("\tat", StringComparison.Ordinal))
                )
            );
    }

    private static string Row(JsonElement row)
    {
        var kind = row.GetProperty("kind").GetString() switch
        {
            "INSERT" => "+I",
            "UPDATE_BEFORE" => "-U",
            "UPDATE_AFTER" => "+U",
            _ => "-D",
        };
        return $"{kind}[{string.Join(", ", row.GetProperty("fields").EnumerateArray().Select(f => f.GetRawText()))}]";
    }
}
