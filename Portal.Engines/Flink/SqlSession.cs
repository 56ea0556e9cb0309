using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>
/// One session at a SQL Gateway, for one submission: settings, tables and views, then all inserts as one job. It is closed at the end;
/// what a crash leaves behind the gateway closes itself.
/// </summary>
internal sealed class SqlSession(FlinkCalls gateway, string version, string session, JobSubmission submission)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A gateway's first statement loads its planner: half a minute on a busy machine. Giving up would only begin that again.</summary>
    private static readonly TimeSpan StatementWithin = TimeSpan.FromMinutes(2);

    private readonly JobScript _script = JobScript.Read(submission.Definition.Statements);

    public static async Task<SqlSession> Open(FlinkCalls gateway, JobSubmission submission, CancellationToken stop)
    {
        var newest = await GatewayVersions.Newest(gateway, stop);
        var body = new { sessionName = $"portal {submission.Name}", properties = SqlSettings.Of(submission) };
        var opened = await gateway.Ask(HttpMethod.Post, $"{newest}/sessions", body, stop);
        return new(
            gateway,
            newest,
            FlinkJson.Text(gateway.Good(opened, "open a session"), "sessionHandle"),
            submission
        );
    }

    public async Task Close()
    {
        try
        {
            await gateway.Ask(HttpMethod.Delete, $"{version}/sessions/{session}", null, CancellationToken.None);
        }
        catch (EngineException)
        {
            // It ends by itself when nobody uses it.
        }
    }

    /// <summary>Tables and views; what the gateway has against one is final.</summary>
    public async Task Prepare(CancellationToken stop)
    {
        foreach (var made in submission.Clusters.Concat(submission.Tables))
        {
            await Run(made, stop);
        }

        foreach (var view in _script.Statements.Where(s => !s.IsInsert))
        {
            await Run("", view, stop);
        }
    }

    public async Task Explain(CancellationToken stop)
    {
        foreach (var insert in _script.Statements.Where(s => s.IsInsert))
        {
            await Run("EXPLAIN ", insert, stop);
        }
    }

    /// <summary>All inserts as one job. Gives its id.</summary>
    public async Task<string> Submit(ActBefore deadline, CancellationToken stop)
    {
        var inserts = string.Join(";\n", _script.Statements.Where(s => s.IsInsert).Select(s => s.Quoted));
        var statement = $"EXECUTE STATEMENT SET BEGIN\n{inserts};\nEND";
        var path = $"{version}/sessions/{session}/statements";
        var answer = await gateway.Act(HttpMethod.Post, path, new { statement }, deadline, stop);
        var operation = FlinkJson.Text(gateway.Good(answer, "start the job"), "operationHandle");
        try
        {
            var result = await Result(operation, stop);
            return FlinkJson.Text(result, "jobID") is { Length: > 0 } id
                ? id
                : throw new EngineException(EngineFault.Unknown, $"{gateway.What} started the job and gave no id.");
        }
        catch (EngineException silent)
            when (silent.Fault == EngineFault.Transient || FlinkFaults.IsLost(silent.Message))
        {
            throw new EngineException(EngineFault.Unknown, silent.Message, silent);
        }
    }

    private async Task Run(string before, SqlStatement statement, CancellationToken stop)
    {
        try
        {
            await Run($"{before}{statement.Quoted}", stop);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            var words = SqlPlaces.InText(refused.Message, statement, before.Length);
            throw new EngineException(EngineFault.Final, words, refused);
        }
    }

    private async Task Run(string statement, CancellationToken stop)
    {
        var path = $"{version}/sessions/{session}/statements";
        var answer = await gateway.Ask(HttpMethod.Post, path, new { statement }, stop);
        await Result(FlinkJson.Text(gateway.Good(answer, "take a statement"), "operationHandle"), stop);
    }

    private async Task<JsonElement> Result(string operation, CancellationToken stop)
    {
        var at = $"{version}/sessions/{session}/operations/{operation}";
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

        var answer = await gateway.Ask($"{at}/result/0?rowFormat=JSON", stop);
        return answer.IsFine
            ? answer.Body
            : throw new EngineException(EngineFault.Final, $"{answer.Words.TrimEnd('.')}.");
    }
}
