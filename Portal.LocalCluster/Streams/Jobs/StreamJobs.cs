using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>All jobs of this process. Those that ran when it ended run again when it starts; the ids of those that are over stay taken.</summary>
public sealed partial class StreamJobs(
    JobStore store,
    StreamSettings settings,
    TaskSlots slots,
    TimeProvider time,
    ILogger<StreamJobs> log
) : IHostedService
{
    private readonly ConcurrentDictionary<string, StreamJob> _jobs = new(StringComparer.Ordinal);
    private readonly SavepointRequests _savepoints = new(time);
    private readonly StateOfAllJobs _state = new(settings.MostStateBytesOfAll);

    public JobStore Store => store;

    /// <summary>Newest first.</summary>
    public IEnumerable<StreamJob> All => _jobs.Values.OrderByDescending(j => j.Record.StartedMs);

    public StreamJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <param name="statements">The session's tables and views, then the inserts.</param>
    /// <exception cref="SqlException">The id was a job's already.</exception>
    public StreamJob Submit(string id, ImmutableArray<string> statements, ImmutableDictionary<string, string> options)
    {
        var name = new PlanOptions(options).Name;
        var job = Make(new JobRecord(id, name, statements, options, JobStates.Initializing, Now), store);
        Begin(job, () => store.Save(job.Record));
        return job;
    }

    /// <summary>A query whose rows are taken by its session; it isn't kept.</summary>
    public StreamJob Collect(string id, string name, Func<Plan> planned, ImmutableDictionary<string, string> options)
    {
        var record = new JobRecord(id, name, [], options, JobStates.Initializing, Now);
        var job = new StreamJob(record.In(JobStates.Created, Now), planned, (settings, slots, _state), null, time);
        Begin(job, static () => { });
        return job;
    }

    /// <summary>The one with this trigger's id, or a new one.</summary>
    public SavepointRequest Savepoint(StreamJob job, string trigger, string? target, bool stops, bool drains)
    {
        var folder = store.NewSavepointFolder(job.Record.Id, target);
        var (request, isNew) = _savepoints.Add(job.Record.Id, trigger, folder, stops, drains);
        if (isNew)
        {
            job.Request(request);
        }

        return request;
    }

    /// <summary>Of a job that isn't there: taken as any other, and failed at once.</summary>
    public void SavepointOfNone(string job, string trigger) =>
        _savepoints
            .Add(job, trigger, "", stops: false, drains: false)
            .Request.Failed(
                $"Could not find Flink job ({job})",
                "org.apache.flink.runtime.messages.FlinkJobNotFoundException"
            );

    public SavepointRequest? FindSavepoint(string job, string trigger) => _savepoints.Find(job, trigger);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Begin(StreamJob job, Action keep)
    {
        if (!_jobs.TryAdd(job.Record.Id, job))
        {
            throw new SqlException(
                "org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.",
                SqlException.Table
            );
        }

        try
        {
            keep();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            _jobs.TryRemove(job.Record.Id, out _);
            throw new SqlException(
                $"The job {job.Record.Name} can't be kept on the disk, so it isn't started: {full.Message}"
            );
        }

        job.Start();
    }

    private StreamJob Make(JobRecord record, JobStore kept) =>
        new(
            record.IsOver ? record : record.In(JobStates.Created, Now),
            () => Planned(record),
            (settings, slots, _state),
            kept,
            time
        );

    private Plan Planned(JobRecord record)
    {
        var session = new Catalog();
        foreach (var statement in record.Statements[..^1])
        {
            session.Apply(Parser.Read(statement));
        }

        var inserts = Parser.Read(record.Statements[^1]) switch
        {
            StatementSet set => set.Inserts,
            Insert only => [only],
            var other => throw SqlException.At(other.At, "A job is made of INSERTs"),
        };
        return new Planner(session, new PlanOptions(record.Options), time).Insert(inserts);
    }
}
