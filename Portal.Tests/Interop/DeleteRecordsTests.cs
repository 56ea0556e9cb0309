using Confluent.Kafka;
using Portal.Kafka.Messages;
using Portal.Tests.Kit;
using ErrorCode = Portal.Kafka.Wire.ErrorCode;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class DeleteRecordsTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_lies_before_the_offset_is_read_by_nobody_any_more(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var producer = await raw.Init(Client.NewName("id"));
        for (var batch = 0; batch < 5; batch++)
        {
            (await raw.Produce(null, producer, topic, batch * 2, transactional: false)).ShouldBe(ErrorCode.None);
        }

        (await Delete(raw, topic, 3)).ShouldBe((ErrorCode.None, 3));

        client.ReadAll(topic).Select(record => record.Offset.Value).ShouldBe([3, 4, 5, 6, 7, 8, 9]);
        (await raw.Fetch(topic, 2, committed: false)).Error.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await raw.Fetch(topic, 3, committed: true)).LogStartOffset.ShouldBe(3);
        (await raw.Latest(topic, committed: false, timestamp: OffsetSpec.Earliest)).ShouldBe(3);
        (await raw.Latest(topic, committed: false, timestamp: 1)).ShouldBe(3);
        (await Delete(raw, topic, 1)).ShouldBe((ErrorCode.None, 3));
        (await Delete(raw, topic, 11)).Error.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await Delete(raw, topic, -2)).Error.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await raw.Produce(null, producer, topic, 10, transactional: false)).ShouldBe(ErrorCode.None);

        (await Delete(raw, topic, -1)).ShouldBe((ErrorCode.None, 12));
        client.ReadAll(topic).ShouldBeEmpty();
        (await raw.Produce(null, producer, topic, 12, transactional: false)).ShouldBe(ErrorCode.None);
        client.ReadAll(topic).Count.ShouldBe(2);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task A_topic_that_is_only_compacted_loses_nothing_by_request_and_one_that_also_deletes_does(
        string cluster
    )
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var compacted = await client.Topic(1, ("cleanup.policy", "compact"));
        var both = await client.Topic(1, ("cleanup.policy", "compact,delete"));
        await client.Produce(compacted, 3);
        await client.Produce(both, 3);

        (await Delete(raw, compacted, 2)).Error.ShouldBe(ErrorCode.PolicyViolation);
        (await Delete(raw, both, 2)).ShouldBe((ErrorCode.None, 2));
        client.ReadAll(both).Single().Offset.Value.ShouldBe(2);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task An_open_transaction_does_not_stay_open_for_what_was_deleted_of_it(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        await using var raw = new RawTransactions(await clusters.Bootstrap(cluster));
        var topic = await client.Topic();
        var id = Client.NewName("id");
        var producer = await raw.Init(id);
        await Deadline.Until(async () => await raw.Add(id, producer, topic) == ErrorCode.None);
        await Deadline.Until(async () => await raw.Produce(id, producer, topic, 0) == ErrorCode.None);
        (await raw.Produce(id, producer, topic, 2)).ShouldBe(ErrorCode.None);

        (await Delete(raw, topic, 2)).ShouldBe((ErrorCode.None, 2));

        (await raw.Latest(topic, committed: true)).ShouldBe(2);
        (await raw.End(id, producer, commit: true)).ShouldBe(ErrorCode.None);
        await Deadline.Until(async () => await raw.Latest(topic, committed: true) == 5);
        client
            .ReadAll(topic, with => with.IsolationLevel = IsolationLevel.ReadCommitted)
            .Select(record => record.Offset.Value)
            .ShouldBe([2, 3]);
    }

    private static async Task<(ErrorCode Error, long Start)> Delete(RawClient raw, string topic, long offset)
    {
        var request = new DeleteRecordsRequest
        {
            TimeoutMs = 20_000,
            Topics = [new() { Name = topic, Partitions = [new() { Offset = offset }] }],
        };
        var answer = (await raw.ToLeader(topic, request, 2)).Topics[0].Partitions[0];
        return (answer.Error, answer.LowWatermark);
    }
}
