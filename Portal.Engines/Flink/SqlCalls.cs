using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>Statements within one session of a SQL Gateway, one after the other.</summary>
/// <param name="session">Its path.</param>
internal sealed class SqlCalls(FlinkCalls gateway, string session)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A gateway's first statement loads its planner: half a minute on a busy machine. Giving up would only begin that again.</summary>
    private static readonly TimeSpan StatementWithin = TimeSpan.FromMinutes(2);

    public async Task<JsonElement> Run(string statement, CancellationToken stop) =>
        await Result(await Begin(statement, stop), stop);

    /// <returns>The operation that it is.</returns>
    public async Task<string> Begin(string statement, CancellationToken stop)
    {
        var answer = await gateway.Ask(HttpMethod.Post, $"{session}/statements", new { statement }, stop);
        return FlinkJson.Text(gateway.Good(answer, "take a statement"), "operationHandle");
    }

    /// <summary>What the word at a place of a statement may become.</summary>
    public async Task<JsonElement> Complete(string statement, int position, CancellationToken stop)
    {
        var asked = new { statement, position };
        var answer = await gateway.Ask(HttpMethod.Get, $"{session}/complete-statement", asked, stop);
        return gateway.Good(answer, "complete a statement");
    }

    /// <summary>One page of what a query gives.</summary>
    public async Task<JsonElement> Page(string operation, long page, CancellationToken stop)
    {
        var answer = await gateway.Ask($"{session}/operations/{operation}/result/{page}?rowFormat=JSON", stop);
        return answer.IsFine
            ? answer.Body
            : throw new EngineException(EngineFault.Final, $"{answer.Words.TrimEnd('.')}.");
    }

    /// <summary>The first page of what a statement came to, once it is over.</summary>
    public async Task<JsonElement> Result(string operation, CancellationToken stop)
    {
        var at = $"{session}/operations/{operation}";
        using var within = new CancellationTokenSource(StatementWithin, gateway.Clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                var status = FlinkJson.Text(
                    gateway.Good(await gateway.Ask($"{at}/status", late.Token), "show the progress of a statement"),
                    "status"
                );
                if (status is not ("RUNNING" or "INITIALIZED" or "PENDING"))
                {
                    break;
                }

                await Task.Delay(pause, gateway.Clock, late.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"{gateway.What} did not finish a statement within {StatementWithin.TotalMinutes:0}\u00A0min."
            );
        }

        return await Page(operation, 0, stop);
    }
}
