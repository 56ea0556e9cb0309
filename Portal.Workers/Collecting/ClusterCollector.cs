using Portal.Core.Health;
using Portal.Engines;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>Collects one cluster while its lease is held: reads, judges, writes, again at the next interval.</summary>
internal sealed partial class ClusterCollector(
    Holding holding,
    ICollectedCluster cluster,
    CollectorStore store,
    JobGroups jobs,
    SeenRelease release,
    CollectingOptions options,
    TimeProvider clock,
    ILogger log
)
{
    private readonly LagLimits _limits = new(options.Every);
    private readonly TrackedBrokers _brokers = new();
    private CollectorState _state = new(new LagLimits(options.Every));
    private PeriodicQueries? _queries;
    private string? _engineId;
    private long _cycles;

    /// <summary>Until stopped, or until the lease is somebody else's.</summary>
    public async Task Run(CancellationToken stop)
    {
        (_state, var name, _engineId, var storedAt) = await store.Load(holding.Cluster, _brokers, _limits, stop);
        using var meter = new CycleMeter(name, storedAt, clock);
        _queries = new PeriodicQueries(cluster, _state, jobs, release, options, clock, log);
        while (true)
        {
            // Not by the time of day, which may be set back in between.
            var began = clock.GetTimestamp();
            if (!await Cycle(meter, stop))
            {
                return;
            }

            var left = options.Every - clock.GetElapsedTime(began);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, stop);
        }
    }

    private async Task<bool> Cycle(CycleMeter meter, CancellationToken stop)
    {
        var changes = new CollectorChanges();
        if (_queries is not null)
        {
            await _queries.TakeIn(changes);
        }

        var began = clock.GetTimestamp();
        var (reading, complaint) = await Read(stop);
        var at = reading?.At ?? clock.GetUtcNow();
        if (reading is null)
        {
            _brokers.TakeSilence();
            _state.TakeSilence(at);
        }
        else
        {
            _brokers.Take(reading);
            _state.Take(reading, changes);
        }

        var cycle = new Cycle(
            _cycles++,
            at,
            reading?.Took ?? clock.GetElapsedTime(began),
            reading?.Requests ?? 0,
            _state.Topics.Values.Sum(t => t.Partitions.Count(p => !p.Answered)),
            complaint ?? _brokers.Complaint ?? _queries?.Complaint ?? _state.Refused.Complaint,
            _brokers.Json
        )
        {
            AreCommitsRead = reading?.Groups.All(group => group.AreCommitsRead) == true,
        };
        var kept = await store.Write(holding, _state, changes, cycle, stop);
        if (kept)
        {
            meter.Took(cycle);
        }

        if (reading is not null)
        {
            _queries?.RunIfDue(at, changes, stop);
        }

        return kept;
    }

    private async Task<(ClusterReading? Reading, string? Complaint)> Read(CancellationToken stop)
    {
        try
        {
            var reading = await cluster.Read(options.AnswerWithin, stop);
            return _engineId is { } known && reading.EngineId is { } told && told != known
                ? (
                    null,
                    $"Another cluster answers at this address: {told} instead of {known}. Nothing of it is taken in."
                )
                : (reading, reading.Complaint);
        }
        catch (EngineException unanswered)
        {
            Unanswered(log, holding.Cluster.Value, unanswered.Message);
            return (null, unanswered.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Cluster} was not read: {Why}")]
    private static partial void Unanswered(ILogger log, int cluster, string why);
}
