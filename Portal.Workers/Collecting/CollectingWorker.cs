using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Store;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>
/// Gives each registered cluster a collector of its own: its loop, its lease, its pace. A cluster that is sick delays
/// nobody else; of several workers one collects a cluster, and another takes over when it goes silent.
/// </summary>
internal sealed partial class CollectingWorker(
    NpgsqlDataSource store,
    StoreWatch watch,
    ICollectedClusters clusters,
    IOptions<CollectingOptions> options,
    TimeProvider clock,
    ILogger<CollectingWorker> log
) : BackgroundService
{
    private static int _started;
    private readonly string _owner =
        $"{Environment.MachineName}:{Environment.ProcessId}:{Interlocked.Increment(ref _started)}";
    private readonly Dictionary<ClusterId, (CancellationTokenSource Stop, Task Done)> _loops = [];
    private readonly JobReads _jobReads = new();

    private volatile int _clusterCount;
    private long _lookedAt = clock.GetUtcNow().UtcTicks;

    /// <summary>When the registered clusters were last read.</summary>
    public DateTimeOffset LookedAt => new(Interlocked.Read(ref _lookedAt), TimeSpan.Zero);

    public int Clusters => _clusterCount;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Look(stoppingToken);
                await Task.Delay(options.Value.LookEvery, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_loops.Values.Select(loop => loop.Done));
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            var registered = await Registered(stop);
            _clusterCount = registered.Count;
            Interlocked.Exchange(ref _lookedAt, clock.GetUtcNow().UtcTicks);
            foreach (var gone in _loops.Keys.Except(registered).ToList())
            {
                var (cancel, done) = _loops[gone];
                _loops.Remove(gone);
                await cancel.CancelAsync();
                await done;
                cancel.Dispose();
            }

            foreach (var cluster in registered.Where(cluster => !_loops.ContainsKey(cluster)))
            {
                var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
                _loops[cluster] = (
                    cancel,
                    new CollectorLoop(cluster, Lease, watch, Collector, clock, options.Value, log).Run(cancel.Token)
                );
            }
        }
        catch (Exception fault) when (StoreFailure.IsTheStores(fault))
        {
            StoreSilent(log, fault.Message);
        }
    }

    private CollectorLease Lease => new(store, _owner, options.Value.Lease);

    private ClusterCollector Collector(Holding holding) =>
        new(
            holding,
            clusters.Of(holding.Cluster),
            new CollectorStore(store, _owner, _jobReads, clock, log),
            new JobGroups(store, holding.Cluster, _jobReads),
            new SeenRelease(store, holding.Cluster),
            options.Value,
            clock,
            log
        );

    private async Task<List<ClusterId>> Registered(CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select id from cluster c where deregistered_at is null
                and exists (select from endpoint e where e.cluster_id = c.id and e.kind = 'kafka')
            """
        );
        await using var reader = await command.ExecuteReaderAsync(stop);
        var ids = new List<ClusterId>();
        while (await reader.ReadAsync(stop))
        {
            ids.Add(new ClusterId(reader.GetInt32(0)));
        }

        return ids;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registered clusters were not read: {Why}")]
    private static partial void StoreSilent(ILogger log, string why);
}
