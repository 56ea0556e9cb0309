using System.Collections.Immutable;
using Portal.Core;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;

namespace Portal.Engines.Collecting;

/// <summary>Collecting over Kafka's own protocol. What a view asks goes by the newest reading: who leads, who coordinates.</summary>
internal sealed partial class CollectedCluster(KafkaClients views, KafkaClients cycles, ClusterId id)
    : ICollectedCluster
{
    private readonly NamePool _pool = new();
    private readonly EngineNames _names = new();
    private LagReading? _newest;

    public async Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
    {
        var cluster = await cycles.Open(id, stop);
        return await Ask(
            cluster,
            "cycle",
            async client =>
            {
                var reading = await new LagReader(client, within, _pool, _newest).Read(stop);
                var shares = await Shares(client, reading, within - reading.Took, stop);
                _newest = reading;
                return ReadingColumns.From(reading, shares, (int)client.Requests.Total, _names);
            },
            stop
        );
    }

    public Task<IReadOnlyDictionary<Guid, long?[]>> Offsets(OffsetKind kind, CancellationToken stop) =>
        Look(
            kind == OffsetKind.First ? "first offsets" : "stable offsets",
            async client =>
            {
                var reader = new LagReader(client);
                var reading = _newest ?? await reader.Read(stop);
                var view = kind == OffsetKind.First ? OffsetView.Earliest : OffsetView.StableEnd;
                var (offsets, _) = await reader.Read(reading, view, stop);
                return ReadingColumns.ByTopic(reading.Topics, offsets);
            },
            stop
        );

    public Task<IReadOnlyDictionary<string, ImmutableArray<Core.Health.GroupMember>>> Members(CancellationToken stop) =>
        Look(
            "members",
            async client =>
            {
                var groups = _newest is { } reading ? ReadingColumns.ToDescribe(reading) : [];
                return GroupRosters.Of(await new GroupReader(client).Read(groups, stop), _names);
            },
            stop
        );

    public Task<SizeReading> Sizes(CancellationToken stop) =>
        Look(
            "sizes",
            async client =>
            {
                var (sizes, silent) = await new KafkaAdmin(client).Sizes(null, stop);
                return ReadingSizes.Of(_newest, sizes, silent, _names);
            },
            stop
        );

    public Task<TimeSpan?> LongestTransaction(CancellationToken stop) =>
        Look(
            "transaction limits",
            async client => (await TransactionLook.Longest(new KafkaAdmin(client), stop)).Longest,
            stop
        );

    public Task<Peek?> Look(Guid topic, int partition, long offset, CancellationToken stop) =>
        Look(
            "records",
            async client =>
                _newest is { } reading
                    ? await RecordLook.At(client, reading.Topics, topic, partition, offset, stop)
                    : null,
            stop
        );

    // One more request to each coordinator of share groups, and none where there are no such groups.
    private static async Task<ShareReading> Shares(
        KafkaClient client,
        LagReading reading,
        TimeSpan within,
        CancellationToken stop
    )
    {
        var groups = ReadingColumns.ToDescribe(reading).Where(group => group.Type == GroupType.Share).ToList();
        if (groups.Count == 0)
        {
            return ShareReading.None;
        }

        var (offsets, silent) = await new ShareGroupReader(client, within).Read(groups, stop);
        return new(offsets, silent.Select(s => s.Group).ToHashSet(StringComparer.Ordinal));
    }

    private async Task<T> Look<T>(string view, Func<KafkaClient, Task<T>> question, CancellationToken stop)
    {
        var cluster = await views.Open(id, stop);
        if (_newest is { } reading)
        {
            cluster.Client.Remember(reading.View);
        }

        return await Ask(cluster, view, question, stop);
    }

    private static async Task<T> Ask<T>(
        OpenedCluster cluster,
        string view,
        Func<KafkaClient, Task<T>> question,
        CancellationToken stop
    )
    {
        var counting = cluster.Client.Counting();
        try
        {
            return await question(counting);
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.OfQuestion(cluster, fault);
        }
        catch (ObjectDisposedException closed) when (!stop.IsCancellationRequested)
        {
            throw KafkaFaults.Reopened(cluster, closed);
        }
        finally
        {
            RequestMeter.Add(cluster.Name, view, counting.Requests.Total);
        }
    }
}
