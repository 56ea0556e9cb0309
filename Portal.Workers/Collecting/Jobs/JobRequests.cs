using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// What a reading requests of one job: two requests while it is alive. What it carries and how its checkpoints are made is asked once, exceptions only when it
/// restarted or ended.
/// </summary>
internal sealed class JobRequests(IFlink flink, DateTimeOffset now)
{
    private static readonly TimeSpan Begins = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WithoutReason = TimeSpan.FromMinutes(5);

    // What is over doesn't change any more; what it carried may not have been told yet.
    public bool IsWorthAsking(FlinkJob job, SeenJob? known) =>
        job.IsAlive || known?.Status != job.Status || (known.Definition is null && now - known.FirstSeenAt < Begins);

    /// <exception cref="EngineException">The job can't be judged without what wasn't answered.</exception>
    public async Task<JobAnswer> Ask(FlinkJob job, SeenJob? known, CancellationToken stop)
    {
        var detail = await flink.Job(job.Id, stop);
        var checkpoints = await flink.Checkpoints(job.Id, stop);
        var failed = known is null || known.Status != job.Status || JobAnswer.Restart(detail, known.Facts) is not null;
        return new(
            job,
            detail,
            checkpoints,
            await Definition(job, known, stop),
            await Exceptions(job, known, failed, stop),
            await Settings(job, known, failed || IsBeginning(known), stop)
        );
    }

    // Without them the job is known all the same. Why it ended is asked only now: the next reading may be answered, for as long as that it ended can wait.
    private async Task<IReadOnlyList<JobException>> Exceptions(
        FlinkJob job,
        SeenJob? known,
        bool mayBeNew,
        CancellationToken stop
    )
    {
        var former = known?.Facts.Exceptions ?? [];
        if (!mayBeNew)
        {
            return former;
        }

        try
        {
            return await flink.Exceptions(job.Id, stop);
        }
        catch (EngineException failure)
            when (!failure.IsSignInRefused
                && (
                    job.IsAlive
                    || failure.Fault == EngineFault.Final
                    || now - (known?.SeenAt ?? job.EndedAt ?? job.StartedAt) >= WithoutReason
                )
            )
        {
            return former;
        }
    }

    private async Task<CheckpointSettings?> Settings(
        FlinkJob job,
        SeenJob? known,
        bool mayBeNew,
        CancellationToken stop
    )
    {
        var told = known?.Facts is { CheckpointMode: { } mode, CheckpointEvery: var every }
            ? new CheckpointSettings(mode, every)
            : null;
        if (told is { Every: not null } || !mayBeNew)
        {
            return told;
        }

        try
        {
            return await flink.CheckpointSettings(job.Id, stop) ?? told;
        }
        catch (EngineException failure) when (!failure.IsSignInRefused)
        {
            return told;
        }
    }

    // A run that was seen without what it carries would pass for somebody else's: where that isn't answered, it is seen later.
    private async Task<JobDefinition?> Definition(FlinkJob job, SeenJob? known, CancellationToken stop) =>
        known?.Definition is { } carried ? carried
        : IsBeginning(known) ? await flink.Definition(job.Id, stop)
        : null;

    // A job that only begins may not show yet what it carries and how it was set.
    private bool IsBeginning(SeenJob? known) =>
        known is null || known.Status != FlinkStatus.Running || now - known.FirstSeenAt < Begins;
}
