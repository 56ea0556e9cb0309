using System.Collections.Immutable;
using Portal.Core;
using Portal.Engines.Kafka;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;

namespace Portal.Engines.Collecting;

/// <summary>Collecting over Kafka's own protocol. What a view asks goes by the newest reading: who leads, who coordinates.</summary>
internal sealed partial class CollectedCluster(KafkaClients views, KafkaClients cycles, ClusterId id)
    : ICollectedCluster
{
    private readonly EngineNames _names = new();
    private readonly CycleReader _cycle = new();

    public async Task<ClusterReading> Read(TimeSpan within, CancellationToken stop)
    {
        var cluster = await cycles.Open(id, stop);
        return await Ask(
            cluster,
            "cycle",
            async client =>
            {
                var (reading, shares) = await _cycle.Read(client, within, stop);
                return ReadingColumns.From(reading, shares, (int)client.Requests.Total, _names, _cycle.Moving);
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
                var reading = _cycle.Newest ?? await reader.Read(stop);
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
                var groups = _cycle.Newest is { } reading ? ReadingColumns.ToDescribe(reading) : [];
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
                return ReadingSizes.Of(_cycle.Newest, sizes, silent, _names);
            },
            stop
        );

    public Task<TimeSpan?> LongestTransaction(CancellationToken stop) =>
        Look(
            "transaction limits",
            async client => (await TransactionLook.Longest(new KafkaAdmin(client), stop)).Longest,
            stop
        );

    public Task<BrokerRelease> Release(CancellationToken stop) =>
        Look(
            "version",
            async client =>
            {
                var told = await KafkaRelease.Read(client, stop);
                return new BrokerRelease(KafkaRelease.Of(told), KafkaRelease.Controller(told));
            },
            stop
        );

    public Task<Peek?> Look(Guid topic, int partition, long offset, CancellationToken stop) =>
        Look(
            "records",
            async client =>
                _cycle.Newest is { } reading
                    ? await RecordLook.At(client, reading.Topics, topic, partition, offset, stop)
                    : null,
            stop
        );

    private async Task<T> Look<T>(string view, Func<KafkaClient, Task<T>> question, CancellationToken stop)
    {
        var cluster = await views.Open(id, stop);
        if (_cycle.Newest is { } reading)
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
