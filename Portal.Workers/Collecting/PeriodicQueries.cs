using Portal.Engines;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>The views beside the lag cycle, each at its own interval and at its own price in requests.</summary>
internal sealed class PeriodicQueries
{
    private readonly ICollectedCluster _cluster;
    private readonly CollectorState _state;
    private readonly PeriodicQuery _settings;
    private readonly PeriodicQuery[] _all;

    public PeriodicQueries(
        ICollectedCluster cluster,
        CollectorState state,
        JobGroups jobs,
        SeenRelease release,
        CollectingOptions options,
        TimeProvider clock,
        ILogger log
    )
    {
        (_cluster, _state) = (cluster, state);
        _settings = new PeriodicQuery("Topic configs", log, options.TopicsEvery, new Settings(cluster, state).Ask);
        var gone = new DisappearanceProbe(cluster, state, clock);
        var rosters = new Rosters(cluster, clock);
        var looks = new OffsetProbe(cluster, state, options);
        _all =
        [
            _settings,
            new PeriodicQuery("Sizes on disk", log, options.TopicsEvery, () => Sizes),
            new PeriodicQuery("Group members", log, options.MembersEvery, () => rosters.Ask),
            new PeriodicQuery("Groups of jobs", log, options.MembersEvery, () => jobs.Ask),
            new PeriodicQuery(
                "First offsets",
                log,
                options.FirstOffsetsEvery,
                () => stop => Offsets(OffsetKind.First, stop)
            ),
            new PeriodicQuery(
                "Stable offsets",
                log,
                options.StableOffsetsEvery,
                () => stop => Offsets(OffsetKind.Stable, stop)
            ),
            new PeriodicQuery("Transaction limits", log, options.TransactionLimitEvery, () => TransactionLimit),
            new PeriodicQuery("Version", log, options.ReleaseEvery, () => stop => release.Ask(cluster, stop)),
            new PeriodicQuery("Topics not reported any more", log, options.Every, gone.AskTopics),
            new PeriodicQuery("Groups not listed any more", log, options.Every, gone.AskGroups),
            new PeriodicQuery("Commits not reported any more", log, options.Every, gone.AskCommits),
            new PeriodicQuery("Records at offsets", log, options.Every, looks.Ask),
        ];
    }

    public string? Complaint => _all.Select(query => query.Complaint).FirstOrDefault(words => words is not null);

    /// <summary>Takes in what was answered since, and asks what is due.</summary>
    public async Task TakeIn(CollectorChanges changes)
    {
        foreach (var query in _all)
        {
            if (await query.Take() is { } update)
            {
                update(_state, changes);
            }
        }
    }

    public void RunIfDue(DateTimeOffset now, CollectorChanges changes, CancellationToken stop)
    {
        if (changes.NewTopics.Count > 0)
        {
            _settings.Hurry();
        }

        foreach (var query in _all)
        {
            query.RunIfDue(now, stop);
        }
    }

    private async Task<StateUpdate> Sizes(CancellationToken stop)
    {
        var sizes = await _cluster.Sizes(stop);
        return (into, changes) =>
        {
            foreach (var topic in into.Topics.Values)
            {
                var largest = sizes.Largest.GetValueOrDefault(topic.Name) ?? [];
                for (var i = 0; i < topic.Partitions.Count; i++)
                {
                    topic.Partitions[i].Bytes = i < largest.Length ? largest[i] : null;
                }

                long? total = sizes.Total.TryGetValue(topic.Name, out var bytes) ? bytes : null;
                if (topic.Bytes != total)
                {
                    topic.Bytes = total;
                    changes.ResizedTopics.Add(topic);
                }
            }
        };
    }

    // What a broker doesn't answer now is asked again in minutes, and only a note goes by it: no reason to call the cluster degraded until then.
    private async Task<StateUpdate> TransactionLimit(CancellationToken stop)
    {
        var at = _state.ReadAt;
        try
        {
            var longest = await _cluster.LongestTransaction(stop);
            return (into, _) => (into.LongestTransaction, into.LongestTransactionAt) = (longest, at);
        }
        catch (EngineException)
        {
            return (_, _) => { };
        }
    }

    private async Task<StateUpdate> Offsets(OffsetKind kind, CancellationToken stop)
    {
        var offsets = await _cluster.Offsets(kind, stop);
        return (into, _) =>
        {
            foreach (var topic in into.Topics.Values)
            {
                var told = offsets.GetValueOrDefault(topic.Id) ?? [];
                for (var i = 0; i < topic.Partitions.Count; i++)
                {
                    topic.Partitions[i].Set(kind, i < told.Length ? told[i] : null);
                }
            }
        };
    }
}
