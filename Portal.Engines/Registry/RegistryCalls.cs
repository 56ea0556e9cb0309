using System.Net;
using System.Text;
using System.Text.Json;

namespace Portal.Engines.Registry;

/// <summary>One request to a registry, with a deadline over all tries, a bounded answer, and what goes wrong sorted on its way out.</summary>
/// <param name="shared">Of all clients of this registry; null: this is the only one.</param>
internal sealed class RegistryCalls(
    HttpClient http,
    string where,
    TimeProvider clock,
    RegistryResilience? shared = null
)
{
    public const string Accepts = $"{Json}, application/json;q=0.9";
    private const string Json = "application/vnd.schemaregistry.v1+json";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>However long a lease may be, looking again tells more than waiting for longer.</summary>
    private static readonly TimeSpan LongestAct = TimeSpan.FromSeconds(20);
    private readonly RegistryResilience _resilience = shared ?? new(where, clock);

    public TimeProvider Clock => clock;

    /// <param name="body">Null: a GET.</param>
    public Task<RegistryAnswer> Ask(string path, object? body, CancellationToken stop) =>
        Send(body is null ? HttpMethod.Get : HttpMethod.Post, path, body, AnswerWithin, isAct: false, stop);

    /// <summary>Whether there is such a path. What is there to be forbidden is there.</summary>
    public async Task<bool> Offers(string path, CancellationToken stop)
    {
        try
        {
            return (await Ask(path, null, stop)).IsFine;
        }
        catch (EngineException refused) when (refused.IsForbidden)
        {
            return true;
        }
    }

    public Task<RegistryAnswer> Act(
        HttpMethod method,
        string path,
        object? body,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        var left = deadline.Left();
        return left <= TimeSpan.Zero
            ? throw new EngineException(
                EngineFault.Transient,
                "The time for this act is over; the next worker takes it."
            )
            : Send(method, path, body, left < LongestAct ? left : LongestAct, isAct: true, stop);
    }

    private async Task<RegistryAnswer> Send(
        HttpMethod method,
        string path,
        object? body,
        TimeSpan within,
        bool isAct,
        CancellationToken stop
    )
    {
        using var late = new CancellationTokenSource(within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await _resilience.Run(Once, isAct, within, both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It came to an end between two tries.
            throw RegistryFaults.Silent(where, within, isAct);
        }
        catch (ObjectDisposedException closed)
        {
            throw EngineException.Reregistered($"the registry at {where}", closed);
        }

        async Task<RegistryAnswer> Once(CancellationToken end)
        {
            try
            {
                return await Send(method, path, body, isAct, end);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                throw RegistryFaults.Silent(where, within, isAct);
            }
            catch (HttpRequestException broken)
            {
                throw RegistryFaults.Broken(where, broken, isAct);
            }
        }
    }

    private async Task<RegistryAnswer> Send(
        HttpMethod method,
        string path,
        object? body,
        bool isAct,
        CancellationToken stop
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, Json);
        }

        using var response = await http.SendAsync(request, stop);
        return RegistryFaults.Sorted(where, await Read(response, stop), isAct);
    }

    private async Task<RegistryAnswer> Read(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        try
        {
            using var document = JsonDocument.Parse(text);
            var body = document.RootElement.Clone();
            var code = RegistryJson.Code(body);
            return new(response.StatusCode, code, body, Text(body, "message") ?? "", After(response));
        }
        catch (JsonException)
        {
            return new(response.StatusCode, null, default, "", After(response));
        }
    }

    private TimeSpan? After(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } at } => at > clock.GetUtcNow() ? at - clock.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };

    internal static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value)
            ? EngineText.Value(RegistryShape.Text(value))
            : null;
}
