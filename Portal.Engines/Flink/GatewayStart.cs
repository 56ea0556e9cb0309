using Portal.Core.Jobs.Savepoints;

namespace Portal.Engines.Flink;

/// <summary>A job that a SQL Gateway starts on its Flink.</summary>
internal sealed class GatewayStart(FlinkCalls rest, SqlGateway gateway, JobSubmission submission)
{
    /// <returns>The job's id.</returns>
    /// <exception cref="EngineException">Final also where it would start without the state that it is to have: nothing was sent then.</exception>
    public async Task<string> Go(ActBefore deadline, CancellationToken stop)
    {
        if (submission.From is not null && await StatelessRelease(rest, gateway, stop) is { } release)
        {
            throw new EngineException(EngineFault.Final, FlinkRelease.Refusal(submission.Name, release));
        }

        var session = await gateway.Open(submission, stop);
        try
        {
            await session.Prepare(stop);
            return await session.Submit(deadline, stop);
        }
        finally
        {
            await session.Close();
        }
    }

    /// <inheritdoc cref="IFlink.StatelessRelease"/>
    // The gateway puts the state into the job, by the settings that its own release knows.
    public static async Task<string?> StatelessRelease(FlinkCalls rest, SqlGateway? gateway, CancellationToken stop)
    {
        var flink = OverviewJson.Read(rest.Good(await rest.Ask("overview", stop), "describe itself")).Version;
        if (!FlinkRelease.RestoresSql(flink))
        {
            return $"Flink {flink}";
        }

        return gateway is not null && await gateway.Version(stop) is var own && !FlinkRelease.RestoresSql(own)
            ? $"the SQL Gateway {own}"
            : null;
    }
}
