using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>
/// One query at a SQL Gateway until it has enough rows, ends, or its time is over. However it ends, its job is cancelled by the id that was chosen
/// for it, and its session closed.
/// </summary>
internal sealed class SqlPreview(FlinkCalls rest, SqlGateway gateway, JobSubmission submission, PreviewOptions limits)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A job that was sent and isn't listed yet may still begin for as long.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    public async Task<PreviewOutcome> Go(SqlStatement query, CancellationToken stop)
    {
        // Who gives up while it is opened would leave it behind.
        var session = await gateway.Open(submission, CancellationToken.None);
        var mayRun = false;
        try
        {
            stop.ThrowIfCancellationRequested();
            var refused = await session.PrepareViews(stop);
            if (refused is not null)
            {
                return PreviewOutcome.Refused(refused);
            }

            mayRun = true;
            var running = session.Query(query);
            (var first, refused) = await running.Begin(stop);
            mayRun = refused is null;
            return refused is null ? new(await Rows(running, first, stop), [], null) : PreviewOutcome.Refused(refused);
        }
        finally
        {
            await session.Close();
            if (mayRun)
            {
                await End();
            }
        }
    }

    private async Task<RowPreview> Rows(SqlQuery running, JsonElement page, CancellationToken stop)
    {
        var started = gateway.Clock.GetTimestamp();
        using var within = new CancellationTokenSource(limits.Within, gateway.Clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        var rows = new SqlRows();
        try
        {
            while (rows.Take(page, limits.MostRows))
            {
                if (rows.Count >= limits.MostRows)
                {
                    return Ended(PreviewEnd.MostRows);
                }

                if (!FlinkJson.HasRows(page))
                {
                    await Task.Delay(Pause, gateway.Clock, late.Token);
                }

                page = await running.After(page, late.Token);
            }

            return Ended(PreviewEnd.Whole);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Ended(PreviewEnd.Time);
        }

        RowPreview Ended(PreviewEnd how) => new(rows.Columns, rows.Rows, how, gateway.Clock.GetElapsedTime(started));
    }

    private async Task End()
    {
        using var within = new CancellationTokenSource(EndsWithin, gateway.Clock);
        try
        {
            while (true)
            {
                var answer = await rest.Ask($"jobs/{submission.JobId}", within.Token);
                var status = answer.IsFine ? FlinkJson.Text(answer.Body, "state") : "";
                if (answer.IsFine && FlinkStatus.IsOver(status))
                {
                    return;
                }

                if (answer.IsFine)
                {
                    await rest.Ask(HttpMethod.Patch, $"jobs/{submission.JobId}?mode=cancel", null, within.Token);
                }

                await Task.Delay(Pause, gateway.Clock, within.Token);
            }
        }
        catch (Exception silent) when (silent is EngineException or OperationCanceledException)
        {
            // It never began, or Flink doesn't answer: it ends with its topics, and with its session.
        }
    }
}
