using Portal.Core.Health;
using Portal.Engines;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>Collects one cluster while its lease is held: reads, judges, writes, again at the next beat.</summary>
internal sealed partial class ClusterCollector(
    Holding holding,
    ICollectedCluster cluster,
    CollectorStore store,
    CollectingOptions options,
    TimeProvider clock,
    ILogger log
)
{
    private readonly LagLimits limits = new(options.Every);
    private readonly BrokerBook brokers = new();
    private CollectorState book = new(new LagLimits(options.Every));
    private SlowBeats? beats;
    private string? engineId;
    private long cycles;

    /// <summary>Until stopped, or until the lease is somebody else's.</summary>
    public async Task Run(CancellationToken stop)
    {
        (book, var name, engineId) = await store.Load(holding.Cluster, brokers, limits, stop);
        using var meter = new CycleMeter(name, clock);
        beats = new SlowBeats(cluster, book, options, clock, log);
        while (true)
        {
            var due = clock.GetUtcNow() + options.Every;
            if (!await Cycle(meter, stop))
            {
                return;
            }

            var left = due - clock.GetUtcNow();
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, stop);
        }
    }

    private async Task<bool> Cycle(CycleMeter meter, CancellationToken stop)
    {
        var changes = new BookChanges();
        if (beats is not null)
        {
            await beats.TakeIn(changes);
        }

        var began = clock.GetTimestamp();
        var (reading, complaint) = await Read(stop);
        var at = reading?.At ?? clock.GetUtcNow();
        if (reading is null)
        {
            brokers.TakeSilence();
            book.TakeSilence(at);
        }
        else
        {
            brokers.Take(reading);
            book.Take(reading, changes);
        }

        var cycle = new Cycle(
            cycles++,
            at,
            reading?.Took ?? clock.GetElapsedTime(began),
            reading?.Requests ?? 0,
            book.Topics.Values.Sum(t => t.Partitions.Count(p => !p.Answered)),
            complaint ?? brokers.Complaint ?? beats?.Complaint ?? book.Refused,
            brokers.Json
        );
        meter.Took(cycle);
        var kept = await store.Write(holding, book, changes, cycle, stop);
        if (reading is not null)
        {
            beats?.Ask(at, changes, stop);
        }

        return kept;
    }

    private async Task<(ClusterReading? Reading, string? Complaint)> Read(CancellationToken stop)
    {
        try
        {
            var reading = await cluster.Read(options.AnswerWithin, stop);
            return engineId is { } known && reading.EngineId is { } told && told != known
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
