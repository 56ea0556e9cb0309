using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;

namespace Portal.Core.Health;

/// <summary>The snapshots of all clusters, kept fresh: woken by NOTIFY, made whole by reading versions after each (re)connect and every 15 seconds.</summary>
internal sealed partial class ClusterHealth(NpgsqlDataSource store, TimeProvider clock, ILogger<ClusterHealth> log)
    : BackgroundService,
        IClusterHealth
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(15);
    private readonly Dictionary<ClusterId, SnapshotSource> _sources = [];
    private readonly HashSet<ClusterId> _stale = [];
    private readonly HashSet<ClusterId> _unreadable = [];
    private readonly Dictionary<ClusterId, string?> _failures = [];
    private readonly SnapshotWatchers _watchers = new(log);
    private readonly StoreListener _listener = new(store, clock, log);
    private readonly Wake _wake = new(clock);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ImmutableDictionary<ClusterId, ClusterSnapshot> _current = ImmutableDictionary<
        ClusterId,
        ClusterSnapshot
    >.Empty;

    public ImmutableDictionary<ClusterId, ClusterSnapshot> Current => _current;

    public Task Loaded => _loaded.Task;

    public IDisposable Watch(Action<ClusterSnapshot> changed) => _watchers.Add(changed);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_listener.Listen(StoreChannel.Shown, Notified, _wake.Set, stoppingToken), Follow(stoppingToken));

    // Changes and requests go over the same channel, and no snapshot differs for them.
    private void Notified(string payload)
    {
        if (StoreChannel.IsOfReadings(payload))
        {
            _wake.Set();
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Refresh(stop);
                _loaded.TrySetResult();
            }
            catch (Exception fault) when (StoreFailure.IsTheStores(fault))
            {
                Stale(log, fault.Message);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                // Pages go on with what they have; the process does too.
                Unforeseen(log, fault);
            }

            await Task.Delay(AtMostEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _wake.Wait(LookAnyway, stop);
        }
    }

    private async Task Refresh(CancellationToken stop)
    {
        await using var moment = await Moment.Of(store, stop);
        var rows = await CollectorRow.Read(moment.Ask, null, stop);
        foreach (var gone in _sources.Keys.Union(_current.Keys).Except(rows.Select(r => r.Id)).ToList())
        {
            var last = _current.GetValueOrDefault(gone);
            _sources.Remove(gone);
            _current = _current.Remove(gone);
            if (last is not null)
            {
                _watchers.Publish(last);
            }
        }

        foreach (var row in rows)
        {
            if (
                _current.TryGetValue(row.Id, out var known)
                && known.Version == row.Version
                && (known.Name, known.HasKafka) == (row.Name, row.HasKafka)
                && !(row.IsStale || _stale.Contains(row.Id))
                && _failures.GetValueOrDefault(row.Id) == row.Failure
            )
            {
                continue;
            }

            _ = row.IsStale ? _stale.Add(row.Id) : _stale.Remove(row.Id);

            _failures[row.Id] = row.Failure;
            var snapshot = await Read(moment.Ask, row, known, stop);
            _current = _current.SetItem(row.Id, snapshot);
            _watchers.Publish(snapshot);
        }
    }

    // What is broken in one cluster's readings is its own: it is unknown until they can be read again, from the start.
    private async Task<ClusterSnapshot> Read(
        Asking ask,
        CollectorRow row,
        ClusterSnapshot? known,
        CancellationToken stop
    )
    {
        if (!_sources.TryGetValue(row.Id, out var source))
        {
            _sources[row.Id] = source = new SnapshotSource();
        }

        try
        {
            var snapshot = await source.Refresh(ask, row, stop);
            _unreadable.Remove(row.Id);
            return snapshot;
        }
        catch (Exception fault) when (!StoreFailure.IsTheStores(fault) && !stop.IsCancellationRequested)
        {
            _sources.Remove(row.Id);
            if (_unreadable.Add(row.Id))
            {
                Unreadable(log, row.Name, fault);
            }

            return LastKnown.Of(row, known);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Snapshots are not fresh: {Why}")]
    private static partial void Stale(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Snapshots are not fresh")]
    private static partial void Unforeseen(ILogger log, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The readings of {Cluster} can't be read")]
    private static partial void Unreadable(ILogger log, string cluster, Exception fault);
}
