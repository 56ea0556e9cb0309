using Portal.Core;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;

namespace Portal.Engines.Collecting;

/// <summary>Collecting over Kafka's own protocol. What a view asks goes by the newest reading: who leads, who coordinates.</summary>
internal sealed class CollectedCluster(KafkaClients clients, ClusterId id) : ICollectedCluster
{
    private (KafkaClient Client, LagReader Reader)? kept;
    private LagReading? newest;

    public Task<ClusterReading> Read(CancellationToken stop) =>
        Ask(
            async cluster =>
            {
                var before = cluster.Client.Requests.Total;
                var reading = await ReaderOf(cluster.Client).Read(stop);
                var shares = await Shares(cluster.Client, reading, stop);
                newest = reading;
                return ReadingColumns.Told(reading, shares, (int)(cluster.Client.Requests.Total - before));
            },
            stop
        );

    public Task<IReadOnlyDictionary<Guid, long?[]>> Offsets(OffsetKind kind, CancellationToken stop) =>
        Ask(
            async cluster =>
            {
                var reading = newest ?? await ReaderOf(cluster.Client).Read(stop);
                var view = kind == OffsetKind.First ? OffsetView.Earliest : OffsetView.StableEnd;
                var (offsets, _) = await ReaderOf(cluster.Client).Read(reading, view, stop);
                return ReadingColumns.ByTopic(reading.Topics, offsets);
            },
            stop
        );

    public Task<IReadOnlyDictionary<string, int>> Members(CancellationToken stop) =>
        Ask(
            async cluster =>
            {
                var groups = newest is { } reading ? ReadingColumns.ToDescribe(reading) : [];
                var told = await new GroupReader(cluster.Client).Read(groups, stop);
                return GroupFates.Members(told);
            },
            stop
        );

    public Task<IReadOnlyDictionary<string, TopicAnswer>> Topics(
        IReadOnlyCollection<string> names,
        CancellationToken stop
    ) =>
        Ask<IReadOnlyDictionary<string, TopicAnswer>>(
            async cluster => await TopicLook.At(new KafkaAdmin(cluster.Client), names, stop),
            stop
        );

    public Task<SizeReading> Sizes(CancellationToken stop) =>
        Ask(
            async cluster =>
            {
                var (sizes, silent) = await new KafkaAdmin(cluster.Client).Sizes(null, stop);
                return ReadingColumns.Sizes(newest, sizes, silent);
            },
            stop
        );

    public Task<IReadOnlyDictionary<string, GroupFate>> FateOf(
        IReadOnlyCollection<string> groups,
        CancellationToken stop
    ) => Ask(cluster => GroupFates.Of(cluster.Client, groups, stop), stop);

    public Task<IReadOnlySet<(string Topic, int Partition)>> GoneCommits(
        string group,
        IReadOnlyCollection<(string Topic, int Partition)> commits,
        CancellationToken stop
    ) => Ask(cluster => CommitFates.Gone(cluster.Client, group, commits, stop), stop);

    public Task<Peek?> Look(Guid topic, int partition, long offset, CancellationToken stop) =>
        Ask(
            async cluster =>
                newest is { } reading
                    ? await RecordLook.At(cluster.Client, reading.Topics, topic, partition, offset, stop)
                    : null,
            stop
        );

    // One more request to each coordinator of share groups, and none where there are no such groups.
    private static async Task<IReadOnlyList<ShareOffset>> Shares(
        KafkaClient client,
        LagReading reading,
        CancellationToken stop
    )
    {
        var groups = ReadingColumns.ToDescribe(reading).Where(group => group.Type == GroupType.Share).ToList();
        return groups.Count == 0 ? [] : (await new ShareGroupReader(client).Read(groups, stop)).Offsets;
    }

    // The reader keeps names between cycles, so it lives as long as its client.
    private LagReader ReaderOf(KafkaClient client)
    {
        if (kept is not { } known || known.Client != client)
        {
            kept = known = (client, new LagReader(client));
        }

        return known.Reader;
    }

    private async Task<T> Ask<T>(Func<OpenedCluster, Task<T>> question, CancellationToken stop)
    {
        var cluster = await clients.Open(id, stop);
        try
        {
            return await question(cluster);
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.OfQuestion(cluster, fault);
        }
        catch (ObjectDisposedException closed) when (!stop.IsCancellationRequested)
        {
            throw KafkaFaults.Reopened(cluster, closed);
        }
    }
}
