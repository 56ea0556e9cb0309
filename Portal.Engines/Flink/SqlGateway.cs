using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>A SQL Gateway, and what signs in the tables that are made there.</summary>
internal sealed class SqlGateway(FlinkCalls calls, TableSignIns signIns)
{
    public TimeProvider Clock => calls.Clock;

    /// <summary>As it reports itself: "2.2.0".</summary>
    public Task<string> Version(CancellationToken stop) => GatewayVersions.Release(calls, stop);

    /// <inheritdoc cref="GatewayJobs.All"/>
    public Task<IReadOnlyDictionary<string, string>> Jobs(CancellationToken stop) => new GatewayJobs(calls).All(stop);

    /// <summary>A session for one submission. What its tables sign in with is in no words that come back.</summary>
    /// <exception cref="EngineException">Final, where a password or token would go to it without TLS.</exception>
    public async Task<SqlSession> Open(JobSubmission submission, CancellationToken stop)
    {
        var sent = await signIns.Complete(submission.Tables, stop);
        return sent.Hidden.Length > 0 && calls.IsExposed
            ? throw new EngineException(
                EngineFault.Final,
                $"{calls.What} is reached by http, so what the job signs in with would go to it unencrypted. Set its https address on the cluster's page, or have Flink read the password by a reference."
            )
            : await Open(submission, sent, stop);
    }

    /// <summary>How they would run.</summary>
    public async Task<SqlExplanation> Explain(JobSubmission submission, CancellationToken stop)
    {
        var session = await OpenUnsigned(submission);
        try
        {
            stop.ThrowIfCancellationRequested();
            return await session.Explain(stop);
        }
        finally
        {
            await session.Close();
        }
    }

    /// <summary>A session for statements that are being written: views that aren't taken yet are none of it.</summary>
    public async Task<ISqlEditor> Edit(JobSubmission submission, CancellationToken stop)
    {
        var editor = new SqlEditor(await OpenUnsigned(submission));
        try
        {
            stop.ThrowIfCancellationRequested();
            await editor.Prepare(stop);
            return editor;
        }
        catch
        {
            await editor.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// For statements that aren't run: what their tables sign in with isn't sent. It isn't given up while it is opened, for that would leave it behind.
    /// </summary>
    private Task<SqlSession> OpenUnsigned(JobSubmission submission) =>
        Open(submission, TableSignIns.Without(submission.Tables), CancellationToken.None);

    private async Task<SqlSession> Open(JobSubmission submission, SentTables sent, CancellationToken stop)
    {
        var hiding = calls.Hiding(sent.Hidden);
        var newest = await GatewayVersions.Newest(hiding, stop);
        var body = new { sessionName = $"portal {submission.Name}", properties = JobSettings.Of(submission) };
        var opened = await hiding.Ask(HttpMethod.Post, $"{newest}/sessions", body, stop);
        var session = FlinkJson.Text(hiding.Good(opened, "open a session"), "sessionHandle");
        return new(
            hiding,
            $"{newest}/sessions/{session}",
            [.. submission.Clusters, .. sent.Statements],
            JobScript.Draft(submission.Definition.Statements),
            submission.Inserts,
            submission.Known
        );
    }
}
