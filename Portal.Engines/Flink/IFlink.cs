using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>The Flinks of the clusters that have one, each opened once and shared.</summary>
public interface IFlinkClusters
{
    /// <summary>The Flink as it is set now.</summary>
    /// <exception cref="EngineException">Final: the cluster has none, or its password can't be read. Transient: it has just changed.</exception>
    Task<IFlink> Open(ClusterId cluster, CancellationToken stop);
}

/// <summary>
/// What planning, applying and collecting ask of one Flink: its REST API and its SQL Gateway. Every call throws
/// <see cref="EngineException"/>; a deadline that passes after bytes were written is <see cref="EngineFault.Unknown"/> for acts and
/// Transient for questions.
/// </summary>
public interface IFlink
{
    IFlinkJars Jars { get; }

    Task<FlinkOverview> Overview(CancellationToken stop);

    /// <summary>All runs that it remembers, alive and ended.</summary>
    Task<IReadOnlyList<FlinkJob>> Jobs(CancellationToken stop);

    /// <summary>Null when it doesn't know the run.</summary>
    Task<FlinkJobDetail?> Job(string jobId, CancellationToken stop);

    /// <summary>Null when it doesn't know the run.</summary>
    Task<FlinkCheckpoints?> Checkpoints(string jobId, CancellationToken stop);

    /// <summary>Null where it doesn't tell.</summary>
    Task<CheckpointSettings?> CheckpointSettings(string jobId, CancellationToken stop);

    /// <summary>Newest first; none when it doesn't know the run.</summary>
    Task<IReadOnlyList<JobException>> Exceptions(string jobId, CancellationToken stop);

    /// <summary>What its operators count; none of it when it doesn't know the run.</summary>
    Task<FlinkGauges> Gauges(string jobId, ImmutableArray<FlinkOperator> operators, CancellationToken stop);

    /// <summary>How far operators of a run are in event time, by id; null where they sent no watermark yet, and missing where that isn't known.</summary>
    Task<ImmutableDictionary<string, DateTimeOffset?>> Watermarks(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    );

    /// <summary>
    /// Rows that operators of a run dropped since they last started, because they came behind the watermark, by id; of those whose rows are added up
    /// before them, these sums. Missing where an operator drops none for that, and where it isn't known.
    /// </summary>
    Task<ImmutableDictionary<string, long>> LateRows(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    );

    /// <summary>
    /// How long it took at its newest start or restart until all of its subtasks ran, their state restored: the slowest of them. Null while one doesn't
    /// run, and where it isn't known.
    /// </summary>
    Task<TimeSpan?> LastStart(string jobId, FlinkJobDetail job, CancellationToken stop);

    /// <summary>What the run carries; null when the portal didn't start it, or Flink doesn't know it.</summary>
    Task<JobDefinition?> Definition(string jobId, CancellationToken stop);

    /// <summary>Whether the folders of its savepoints and kept checkpoints can be looked into.</summary>
    Task<bool> SeesStates(CancellationToken stop);

    /// <summary>Savepoints and kept checkpoints of a run that was started, newest first, as its folders show; null where they can't be looked into.</summary>
    Task<IReadOnlyList<StoredState>?> States(string job, string jobId, CancellationToken stop);

    /// <summary>The savepoint that was taken into its folder; null when there is none.</summary>
    Task<StoredSavepoint?> SavepointOf(JobSavepoint savepoint, CancellationToken stop);

    /// <summary>How the statements would run, or what the SQL Gateway has against them. Nothing runs, and nothing is left behind.</summary>
    /// <exception cref="EngineException">Final also for a table that it doesn't take.</exception>
    Task<SqlExplanation> Explain(JobSubmission submission, CancellationToken stop);

    /// <summary>A session over the tables of statements that are being written.</summary>
    /// <exception cref="EngineException">Final also for a table that it doesn't take.</exception>
    Task<ISqlEditor> Edit(JobSubmission submission, CancellationToken stop);

    /// <summary>
    /// Rows that a query gives now, masked. Nothing is written or committed; the job that reads them is over when this returns, however it does, and
    /// so is the session.
    /// </summary>
    /// <param name="submission">Its tables end where their topics end now.</param>
    /// <param name="query">Of its statements, or of one of them.</param>
    Task<PreviewOutcome> Preview(
        JobSubmission submission,
        SqlStatement query,
        PreviewOptions limits,
        CancellationToken stop
    );

    /// <summary>Gives the run's id. The same submission twice is one run while the first is alive.</summary>
    /// <exception cref="EngineException">Final also where its Flink or SQL Gateway would start it without the state that it is to start from.</exception>
    Task<string> Submit(JobSubmission submission, ActBefore deadline, CancellationToken stop);

    /// <summary>What of it would start SQL without the state that it is to start from, with its version: "Flink 1.19.1"; null where nothing would.</summary>
    Task<string?> StatelessRelease(CancellationToken stop);

    /// <summary>A run that the SQL Gateway lists; null where it doesn't list it, and without one.</summary>
    Task<GatewayRun?> AtGateway(string jobId, CancellationToken stop);

    /// <summary>Stops a run with a savepoint and waits for it; asked again it goes on waiting for the same.</summary>
    Task Stop(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop);

    /// <summary>
    /// Takes a savepoint of a run that goes on, and waits for it; asked again it goes on waiting for the same. The run commits nothing with it:
    /// what it had written by then is committed with its next checkpoint.
    /// </summary>
    Task Fork(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop);

    /// <summary>Whether Flink is still at a savepoint that was requested.</summary>
    Task<bool> IsTaking(JobSavepoint savepoint, CancellationToken stop);

    /// <summary>Deletes a savepoint and waits for it. One that isn't there any more is deleted.</summary>
    /// <returns>Why it could not be deleted; null when it is.</returns>
    Task<string?> DeleteSavepoint(string path, ActBefore deadline, CancellationToken stop);

    /// <summary>One that is over already is no error.</summary>
    Task Cancel(string jobId, ActBefore deadline, CancellationToken stop);
}

/// <param name="Version">As it says: "2.2.0".</param>
public sealed record FlinkOverview(string Version, int TaskManagers, int Slots, int FreeSlots);

/// <summary>How a run's checkpoints are made.</summary>
/// <param name="Mode">Null for one that isn't known here.</param>
/// <param name="Every">Null when it makes none.</param>
/// <param name="DeletesWhenCancelled">None of them is left once the run is cancelled. A program may set that whatever it was submitted with; null where Flink doesn't show it.</param>
public sealed record CheckpointSettings(CheckpointMode? Mode, TimeSpan? Every, bool? DeletesWhenCancelled = null);
