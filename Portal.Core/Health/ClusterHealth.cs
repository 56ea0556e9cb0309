using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;

namespace Portal.Core.Health;

/// <summary>The snapshots of all clusters, kept fresh: woken by NOTIFY, made whole by reading versions after each (re)connect and once a beat.</summary>
internal sealed partial class ClusterHealth(NpgsqlDataSource store, TimeProvider clock, ILogger<ClusterHealth> log)
    : BackgroundService,
        IClusterHealth
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(15);
    private readonly Dictionary<ClusterId, SnapshotSource> sources = [];
    private readonly HashSet<ClusterId> stale = [];
    private readonly ConcurrentDictionary<Action<ClusterSnapshot>, byte> watchers = new();
    private readonly SnapshotBell bell = new(store, clock, log);
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ImmutableDictionary<ClusterId, ClusterSnapshot> current = ImmutableDictionary<
        ClusterId,
        ClusterSnapshot
    >.Empty;

    public ImmutableDictionary<ClusterId, ClusterSnapshot> Current => current;

    public Task Loaded => loaded.Task;

    public IDisposable Watch(Action<ClusterSnapshot> changed)
    {
        // A watcher of its own even when one method watches twice.
        Action<ClusterSnapshot> watcher = snapshot => changed(snapshot);
        watchers[watcher] = 0;
        return new Watching(() => watchers.TryRemove(watcher, out _));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(bell.Listen(stoppingToken), Follow(stoppingToken));

    private async Task Follow(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Refresh(stop);
                loaded.TrySetResult();
            }
            catch (Exception fault) when (fault is DbException or TimeoutException or IOException or FormatException)
            {
                Stale(log, fault.Message);
            }

            await Task.Delay(AtMostEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await bell.Wait(LookAnyway, stop);
        }
    }

    private async Task Refresh(CancellationToken stop)
    {
        await using var moment = await Moment.Of(store, stop);
        var rows = await CollectorRow.Read(moment.Ask, null, stop);
        foreach (var gone in sources.Keys.Except(rows.Select(r => r.Id)).ToList())
        {
            sources.Remove(gone);
            current = current.Remove(gone);
        }

        foreach (var row in rows)
        {
            if (
                current.TryGetValue(row.Id, out var known)
                && known.Version == row.Version
                && !(row.IsStale || stale.Contains(row.Id))
            )
            {
                continue;
            }

            _ = row.IsStale ? stale.Add(row.Id) : stale.Remove(row.Id);

            if (!sources.TryGetValue(row.Id, out var source))
            {
                sources[row.Id] = source = new SnapshotSource();
            }

            var snapshot = await source.Refresh(moment.Ask, row, stop);
            current = current.SetItem(row.Id, snapshot);
            Tell(snapshot);
        }
    }

    private void Tell(ClusterSnapshot snapshot)
    {
        foreach (var watcher in watchers.Keys)
        {
            try
            {
                watcher(snapshot);
            }
            catch (Exception fault)
            {
                // One page that fails must not blind the others.
                WatcherFailed(log, fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Snapshots are not fresh: {Why}")]
    private static partial void Stale(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Somebody who watches snapshots failed")]
    private static partial void WatcherFailed(ILogger log, Exception fault);

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
