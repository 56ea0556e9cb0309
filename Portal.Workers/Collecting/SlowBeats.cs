using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>The views beside the lag cycle, each on its own beat and at its own price in requests.</summary>
internal sealed class SlowBeats
{
    private readonly ICollectedCluster _cluster;
    private readonly CollectorState _book;
    private readonly Beat _settings;
    private readonly Beat[] _all;

    public SlowBeats(
        ICollectedCluster cluster,
        CollectorState book,
        CollectingOptions options,
        TimeProvider clock,
        ILogger log
    )
    {
        (_cluster, _book) = (cluster, book);
        _settings = new Beat("Topic configs", log, options.TopicsEvery, new Settings(cluster, book).Ask);
        var fates = new DisappearanceProbe(cluster, book, clock);
        var rosters = new Rosters(cluster, clock);
        var looks = new OffsetProbe(cluster, book, options);
        _all =
        [
            _settings,
            new Beat("Sizes on disk", log, options.TopicsEvery, () => Sizes),
            new Beat("Group members", log, options.MembersEvery, () => rosters.Ask),
            new Beat("First offsets", log, options.FirstOffsetsEvery, () => stop => Offsets(OffsetKind.First, stop)),
            new Beat("Stable offsets", log, options.StableOffsetsEvery, () => stop => Offsets(OffsetKind.Stable, stop)),
            new Beat("Topics not reported any more", log, options.Every, fates.AskTopics),
            new Beat("Groups not listed any more", log, options.Every, fates.AskGroups),
            new Beat("Commits not reported any more", log, options.Every, fates.AskCommits),
            new Beat("Records at offsets", log, options.Every, looks.Ask),
        ];
    }

    public string? Complaint => _all.Select(beat => beat.Complaint).FirstOrDefault(words => words is not null);

    /// <summary>Takes in what was answered since, and asks what is due.</summary>
    public async Task TakeIn(BookChanges changes)
    {
        foreach (var beat in _all)
        {
            if (await beat.Take() is { } learned)
            {
                learned(_book, changes);
            }
        }
    }

    public void Ask(DateTimeOffset now, BookChanges changes, CancellationToken stop)
    {
        if (changes.NewTopics.Count > 0)
        {
            _settings.Hurry();
        }

        foreach (var beat in _all)
        {
            beat.Ask(now, stop);
        }
    }

    private async Task<Learned> Sizes(CancellationToken stop)
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
                    changes.ChangedTopics.Add(topic);
                }
            }
        };
    }

    private async Task<Learned> Offsets(OffsetKind kind, CancellationToken stop)
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
