using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Applying;

namespace Portal.Tests.Jobs;

/// <summary>A Flink that answers what a test has set, and notes what was sent: one note is one request.</summary>
internal sealed class ScriptedFlink : IFlinkClusters, IFlink
{
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    /// <summary>For a step of a run that begins.</summary>
    /// <param name="lookingFor">How long it waits for Flink to show what it did.</param>
    /// <param name="progress">Of the look before; null: it is the first one.</param>
    /// <param name="plan">All of its steps.</param>
    public static StepScope Scope(TimeSpan lookingFor, WaitProgress? progress = null, params Step[] plan) =>
        new(
            new FencedRun(new RunId(1), Fence: 1, Owner: "worker"),
            new ActBefore(() => TimeSpan.FromMinutes(1)),
            new RetryPolicy(TimeProvider.System, lookingFor)
        )
        {
            Progress = progress,
            Plan = plan,
        };

    public ConcurrentBag<string> Requests { get; } = [];

    public IFlinkJars Jars => throw new NotSupportedException();

    public Dictionary<string, FlinkJob> All { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, FlinkCheckpoints> History { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, IReadOnlyList<JobException>> Failures { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DateTimeOffset> Restarts { get; } = new(StringComparer.Ordinal);

    /// <summary>Since when each runs; from its start where none is set, and null: never yet.</summary>
    public Dictionary<string, DateTimeOffset?> RunsSince { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CheckpointMode?> Modes { get; } = new(StringComparer.Ordinal);

    public void Runs(string id, string name, string status = FlinkStatus.Running) =>
        All[id] = new(id, name, status, Began, null, 1, 1);

    /// <summary>Flink shows only the newest ten.</summary>
    public void Checkpoints(string id, params IEnumerable<JobCheckpoint> newestFirst) =>
        History[id] = new(0, 0, [.. newestFirst], null, null);

    public Task<IFlink> Open(ClusterId cluster, CancellationToken stop) => Task.FromResult<IFlink>(this);

    /// <summary>Goes before each answer about the whole.</summary>
    public Func<CancellationToken, Task> Answers { get; set; } = _ => Task.CompletedTask;

    public async Task<FlinkOverview> Overview(CancellationToken stop)
    {
        await Answers(stop);
        return await Note("overview", new FlinkOverview(Version, 1, 8, 8));
    }

    /// <summary>What runs behind its address.</summary>
    public string Version { get; set; } = "2.2.0";

    public Task<IReadOnlyList<FlinkJob>> Jobs(CancellationToken stop) =>
        Note<IReadOnlyList<FlinkJob>>(
            "jobs",
            Unlisted-- > 0 ? [] : [.. All.Values.Where(job => !Silent.Contains(job.Id))]
        );

    /// <summary>So many lists are empty first, as those of a JobManager that takes over.</summary>
    public int Unlisted { get; set; }

    /// <summary>Runs whose JobMaster doesn't answer: they aren't listed, and a request for one fails.</summary>
    public HashSet<string> Silent { get; } = new(StringComparer.Ordinal);

    /// <summary>Goes before each answer about one run.</summary>
    public Func<CancellationToken, Task> AnswersOfRuns { get; set; } = _ => Task.CompletedTask;

    /// <summary>Goes before each answer about this run.</summary>
    public Func<string, CancellationToken, Task> AnswersOf { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<FlinkJobDetail?> Job(string jobId, CancellationToken stop)
    {
        await AnswersOfRuns(stop);
        await AnswersOf(jobId, stop);
        return Silent.Contains(jobId)
            ? throw new EngineException(EngineFault.Transient, "Its JobMaster is silent.")
            : await Note(jobId, "job", Detail(jobId));
    }

    private FlinkJobDetail? Detail(string jobId) =>
        All.TryGetValue(jobId, out var job)
            ? new(
                job.Status,
                RunsSince.GetValueOrDefault(jobId, Began),
                Restarts.TryGetValue(jobId, out var at) ? at : null,
                job.StartedAt,
                Operators,
                Clock.GetUtcNow(),
                []
            )
            : null;

    /// <summary>By which it says when it answers.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Of every job.</summary>
    public ImmutableArray<FlinkOperator> Operators { get; set; } = [];

    public Task<CheckpointSettings?> CheckpointSettings(string jobId, CancellationToken stop) =>
        Note<CheckpointSettings?>(
            jobId,
            "mode",
            new(Modes.GetValueOrDefault(jobId, CheckpointMode.ExactlyOnce), CheckpointsEvery, DeletesWhenCancelled)
        );

    /// <summary>The checkpoints of every job; null: it doesn't show that.</summary>
    public bool? DeletesWhenCancelled { get; set; }

    /// <summary>Of every job; null: none are made.</summary>
    public TimeSpan? CheckpointsEvery { get; set; }

    public Task<FlinkCheckpoints?> Checkpoints(string jobId, CancellationToken stop) =>
        Note(jobId, "checkpoints", History.GetValueOrDefault(jobId));

    public Task<IReadOnlyList<JobException>> Exceptions(string jobId, CancellationToken stop) =>
        Note(jobId, "exceptions", Failures.GetValueOrDefault(jobId, []));

    /// <summary>By every job; null: Flink doesn't show it.</summary>
    public JobDefinition? Carried { get; set; } = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition;

    public Task<JobDefinition?> Definition(string jobId, CancellationToken stop) => Note(jobId, "definition", Carried);

    /// <summary>That of every operator.</summary>
    public Func<string, DateTimeOffset?> Watermark { get; set; } = _ => throw new NotSupportedException();

    /// <summary>Goes before the watermarks of a run.</summary>
    public Func<string, CancellationToken, Task> AnswersOfMarks { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<ImmutableDictionary<string, DateTimeOffset?>> Watermarks(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    )
    {
        await AnswersOfMarks(jobId, stop);
        var mark = Watermark(jobId);
        return await Note($"watermarks {jobId}", operators.ToImmutableDictionary(o => o.Id, _ => mark));
    }

    /// <summary>Of every job.</summary>
    public ImmutableDictionary<string, long> Late { get; set; } = ImmutableDictionary<string, long>.Empty;

    public Task<ImmutableDictionary<string, long>> LateRows(
        string jobId,
        ImmutableArray<JobOperator> operators,
        CancellationToken stop
    ) => Note("late rows", Late);

    /// <summary>Goes before the figures of a run.</summary>
    public Func<CancellationToken, Task> Figures { get; set; } = _ => throw new NotSupportedException();

    public async Task<TimeSpan?> LastStart(string jobId, FlinkJobDetail job, CancellationToken stop)
    {
        await Figures(stop);
        return TimeSpan.FromSeconds(1);
    }

    public async Task<FlinkGauges> Gauges(string jobId, ImmutableArray<FlinkOperator> operators, CancellationToken stop)
    {
        await Figures(stop);
        return new(null, 1, null);
    }

    /// <summary>Its folders of states are on this machine.</summary>
    public bool HasFolders { get; set; } = true;

    public Task<bool> SeesStates(CancellationToken stop) => Task.FromResult(HasFolders);

    /// <summary>Goes before each look into these folders.</summary>
    public Func<Task> Disk { get; set; } = () => Task.CompletedTask;

    public async Task<IReadOnlyList<StoredState>?> States(string job, string jobId, CancellationToken stop)
    {
        await Disk();
        return HasFolders
            ?
            [
                .. Stored
                    .Where(path => path.Contains($"/{jobId}/", StringComparison.Ordinal))
                    .Select(path => new StoredState(path, Times.GetValueOrDefault(path, StoredAt)))
                    .OrderByDescending(state => state.WrittenAt),
            ]
            : null;
    }

    /// <summary>When that was written for which <see cref="Times"/> has no other time.</summary>
    public DateTimeOffset StoredAt { get; set; } = Began;

    /// <summary>When a state was written, by its path.</summary>
    public Dictionary<string, DateTimeOffset> Times { get; } = new(StringComparer.Ordinal);

    /// <summary>What lies in the folders of its jobs' states.</summary>
    public List<string> Stored { get; } = [];

    /// <summary>Why it deletes no savepoint; null: it does.</summary>
    public string? Refuses { get; set; }

    public Task<StoredSavepoint?> SavepointOf(JobSavepoint stopped, CancellationToken stop) =>
        Task.FromResult<StoredSavepoint?>(
            Stored.Find(path => path.Contains($"/{stopped.Mark}/", StringComparison.Ordinal)) is { } path
                ? new(path, 5)
                : null
        );

    /// <summary>Goes after a savepoint was deleted, before that is answered.</summary>
    public Action Deleted { get; set; } = () => { };

    public Task<string?> DeleteSavepoint(string path, ActBefore deadline, CancellationToken stop)
    {
        if (Refuses is null)
        {
            Stored.Remove(path);
            Deleted();
        }

        return Note($"delete {path}", Refuses);
    }

    /// <summary>The last one whose rows were wanted; it gives none.</summary>
    public JobSubmission? Previewed { get; private set; }

    public Task<PreviewOutcome> Preview(
        JobSubmission submission,
        SqlStatement query,
        PreviewOptions limits,
        CancellationToken stop
    )
    {
        Previewed = submission;
        return Note("preview", new PreviewOutcome(null, [], "It runs nothing."));
    }

    public Task<SqlExplanation> Explain(JobSubmission submission, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<ISqlEditor> Edit(JobSubmission submission, CancellationToken stop) => throw new NotSupportedException();

    public Task<string> Submit(JobSubmission submission, ActBefore deadline, CancellationToken stop) =>
        throw new NotSupportedException();

    /// <summary>By its id the status of a run that its SQL Gateway started on another Flink.</summary>
    public Dictionary<string, string> Elsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>Such a run is known here by the time its SQL Gateway has listed it.</summary>
    public HashSet<string> ShownLate { get; } = new(StringComparer.Ordinal);

    public Task<GatewayRun?> AtGateway(string jobId, CancellationToken stop) =>
        Note(
            "elsewhere",
            Elsewhere.TryGetValue(jobId, out var status) ? new GatewayRun(status, ShownLate.Contains(jobId)) : null
        );

    /// <summary>What of it starts SQL without its state; null: nothing does.</summary>
    public string? Stateless { get; set; }

    /// <summary>Goes before that is answered.</summary>
    public Func<Task> AnswersOfReleases { get; set; } = () => Task.CompletedTask;

    public async Task<string?> StatelessRelease(CancellationToken stop)
    {
        await AnswersOfReleases();
        return await Note("release", Stateless);
    }

    public Task Stop(JobSavepoint stopped, ActBefore deadline, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task Fork(JobSavepoint savepoint, ActBefore deadline, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<bool> IsTaking(JobSavepoint stopped, CancellationToken stop) => throw new NotSupportedException();

    public Task Cancel(string jobId, ActBefore deadline, CancellationToken stop) => throw new NotSupportedException();

    /// <summary>Why a request about a run fails, by its id and what is requested; null: it doesn't.</summary>
    public Func<string, string, EngineException?> Fails { get; set; } = (_, _) => null;

    private Task<T> Note<T>(string jobId, string request, T answer) =>
        Fails(jobId, request) is { } failure ? Task.FromException<T>(failure) : Note(request, answer);

    private Task<T> Note<T>(string request, T answer)
    {
        Requests.Add(request);
        return Task.FromResult(answer);
    }
}
