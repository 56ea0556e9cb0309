using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>One request to a Flink's REST API or SQL Gateway, with a deadline, a bounded answer, and what goes wrong sorted on its way out.</summary>
/// <param name="what">For sentences: "The Flink", "The SQL Gateway".</param>
/// <param name="hidden">What was sent and is shown in no answer's words, the longest first; null: nothing.</param>
internal sealed class FlinkCalls(
    HttpClient http,
    string what,
    string where,
    TimeProvider clock,
    ImmutableArray<string>? hidden = null
)
{
    public const string Accepts = "application/json";

    /// <summary>How the address ends at which a program is run.</summary>
    public const string RunsProgram = "/run";

    /// <summary>The same, where it is run up to the start of its job.</summary>
    public const string PlansProgram = "/plan";
    private const string Statements = "/operations/";
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>However long a lease may be, looking again tells more than waiting for longer.</summary>
    private static readonly TimeSpan LongestAct = TimeSpan.FromSeconds(20);

    public TimeProvider Clock => clock;

    public string What => $"{what} at {where}";

    /// <summary>What is sent can be read on its way: it goes to another machine without TLS.</summary>
    public bool IsExposed => http.BaseAddress is { Scheme: "http", IsLoopback: false };

    /// <summary>The same, where secrets are sent.</summary>
    public FlinkCalls Hiding(ImmutableArray<string> secrets) => new(http, what, where, clock, secrets);

    public Task<FlinkAnswer> Ask(HttpMethod method, string path, object? body, CancellationToken stop) =>
        Send(method, path, Json(body), AnswerWithin, isAct: false, stop);

    public Task<FlinkAnswer> Ask(string path, CancellationToken stop) => Ask(HttpMethod.Get, path, null, stop);

    public Task<FlinkAnswer> Act(
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
            : Send(method, path, Json(body), left < LongestAct ? left : LongestAct, isAct: true, stop);
    }

    /// <summary>An act of which it doesn't matter when it arrives, nor whether it does so twice.</summary>
    public Task<FlinkAnswer> Send(
        HttpMethod method,
        string path,
        HttpContent content,
        TimeSpan within,
        CancellationToken stop
    ) => Send(method, path, content, within, isAct: true, stop);

    /// <summary>The answer's body, or the error that it is.</summary>
    public JsonElement Good(FlinkAnswer answer, string act) => answer.IsFine ? answer.Body : throw Refused(answer, act);

    public EngineException Refused(FlinkAnswer answer, string act) =>
        new(
            EngineFault.Final,
            $"{What} refuses to {act}: {(answer.Words.Length > 0 ? answer.Words.TrimEnd('.') : $"status {(int)answer.Status}")}."
        );

    private async Task<FlinkAnswer> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        TimeSpan within,
        bool isAct,
        CancellationToken stop
    )
    {
        using var late = new CancellationTokenSource(within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };

            using var response = await http.SendAsync(request, both.Token);
            var answer = await Read(response, both.Token) with
            {
                IsOfWhatRuns =
                    path.Contains(Statements, StringComparison.Ordinal)
                    || path.EndsWith(RunsProgram, StringComparison.Ordinal)
                    || path.EndsWith(PlansProgram, StringComparison.Ordinal),
            };
            return FlinkFaults.Sorted(What, answer, isAct);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw FlinkFaults.Silent(What, within, isAct);
        }
        catch (HttpRequestException broken)
        {
            throw FlinkFaults.Broken(What, broken, isAct);
        }
        catch (ObjectDisposedException closed)
        {
            throw EngineException.Reregistered($"the engine at {where}", closed);
        }
    }

    private static StringContent? Json(object? body) =>
        body is null ? null : new(JsonSerializer.Serialize(body), Encoding.UTF8, Accepts);

    private async Task<FlinkAnswer> Read(HttpResponseMessage response, CancellationToken stop)
    {
        var text = await response.Content.ReadAsStringAsync(stop);
        try
        {
            using var document = JsonDocument.Parse(text);
            var body = document.RootElement.Clone();
            return new(response.StatusCode, body, FlinkTrace.Words(body, hidden ?? []));
        }
        catch (JsonException)
        {
            return new(response.StatusCode, default, "");
        }
    }
}
