using Confluent.Kafka;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;
using ErrorCode = Portal.Kafka.Wire.ErrorCode;

namespace Portal.Tests.RealEngines.Kafka;

[Collection(KafkaBrokers.Shared)]
public class LagTests(KafkaBrokers brokers)
{
    [EngineFact]
    public async Task Lag_is_what_Kafkas_own_tool_says()
    {
        await brokers.CreateTopic("orders", partitions: 6);
        await brokers.Produce("orders", partitions: 6, each: 10);
        await brokers.Commit("billing", ("orders", 0, 10), ("orders", 1, 4), ("orders", 5, 0));
        await brokers.Commit("mailing", ("orders", 2, 9));
        await using var client = brokers.Client();

        var reading = await new LagReader(client).Read(CancellationToken.None);

        reading.Silences.ShouldBeEmpty();
        Rows(reading, "orders").ShouldBe(await ToolSays("orders"), ignoreOrder: true);
    }

    [EngineFact]
    public async Task A_cycle_takes_one_request_and_three_to_each_broker()
    {
        await brokers.CreateTopic("counted", partitions: 9);
        foreach (var group in Enumerable.Range(0, 40))
        {
            await brokers.Commit($"counted-{group}", ("counted", group % 9, 0));
        }
        await using var client = brokers.Client();
        var reader = new LagReader(client);

        var reading = await reader.Read(CancellationToken.None);

        client.Requests.Total.ShouldBe(1 + 3 * 3);
        client.Requests.Sent[ApiKey.Metadata].ShouldBe(1);
        client.Requests.Sent[ApiKey.ListGroups].ShouldBe(3);
        client.Requests.Sent[ApiKey.OffsetFetch].ShouldBe(3);
        client.Requests.Sent[ApiKey.ListOffsets].ShouldBe(3);
        reading.Groups.Names.Count(name => name.StartsWith("counted-", StringComparison.Ordinal)).ShouldBe(40);
        var (earliest, _) = await reader.Read(reading, OffsetView.Earliest, CancellationToken.None);
        var (stable, _) = await reader.Read(reading, OffsetView.StableEnd, CancellationToken.None);
        client.Requests.Total.ShouldBe(1 + 3 * 3 + 3 + 3);
        earliest.Errors.ShouldAllBe(error => error == ErrorCode.None);
        stable.Offsets.Length.ShouldBe(reading.Topics.PartitionCount);
    }

    [EngineFact]
    public async Task A_group_of_the_new_protocol_has_lag_type_and_members()
    {
        await brokers.CreateTopic("payments", partitions: 2);
        await brokers.Produce("payments", partitions: 2, each: 5);
        using var consumer = brokers.Consumer("accounting", GroupProtocol.Consumer);
        consumer.Subscribe("payments");
        await Deadline.Until(() => consumer.Consume(TimeSpan.FromMilliseconds(200)) is not null);
        consumer.Commit([new TopicPartitionOffset("payments", 0, 2)]);
        await using var client = brokers.Client();

        var reading = await new LagReader(client).Read(CancellationToken.None);

        var group = Array.IndexOf(reading.Groups.Names, "accounting");
        reading.Groups.Types[group].ShouldBe(GroupType.Consumer);
        Rows(reading, "payments").ShouldBe(["accounting payments 0 2 5 3"]);
        var asked = new GroupToDescribe("accounting", GroupType.Consumer, reading.Groups.Coordinators[group]);
        var described = (await new GroupReader(client).Read([asked], CancellationToken.None)).Single();
        described.State.ShouldBe("Stable");
        described
            .Members.Single()
            .Assigned!.Single()
            .ShouldSatisfyAllConditions(
                assigned => assigned.Topic.ShouldBe("payments"),
                assigned => assigned.Partitions.ShouldBe([0, 1], ignoreOrder: true)
            );
    }

    [EngineFact]
    public async Task A_classic_group_has_members_with_their_partitions()
    {
        await brokers.CreateTopic("clicks", partitions: 3);
        await brokers.Produce("clicks", partitions: 3, each: 1);
        using var consumer = brokers.Consumer("analytics");
        consumer.Subscribe("clicks");
        await Deadline.Until(() => consumer.Consume(TimeSpan.FromMilliseconds(200)) is not null);
        await using var client = brokers.Client();
        var reading = await new LagReader(client).Read(CancellationToken.None);
        var group = Array.IndexOf(reading.Groups.Names, "analytics");
        reading.Groups.Types[group].ShouldBe(GroupType.Classic);

        var asked = new GroupToDescribe("analytics", GroupType.Classic, reading.Groups.Coordinators[group]);
        var described = (await new GroupReader(client).Read([asked], CancellationToken.None)).Single();

        described.Members.Single().Assigned!.Single().Partitions.ShouldBe([0, 1, 2], ignoreOrder: true);
    }

    [EngineFact]
    public async Task A_share_group_is_known_by_its_type_and_has_a_lag_of_its_own()
    {
        await brokers.CreateTopic("parcels", partitions: 1);
        await brokers.ShareFromTheFirst("sharers");
        await brokers.Produce("parcels", partitions: 1, each: 10);
        await brokers.ShareConsume("parcels", "sharers", records: 10);
        await brokers.Produce("parcels", partitions: 1, each: 4);
        await using var client = brokers.Client();

        var reading = await new LagReader(client).Read(CancellationToken.None);

        var group = Array.IndexOf(reading.Groups.Names, "sharers");
        reading.Groups.Types[group].ShouldBe(GroupType.Share);
        var asked = new GroupToDescribe("sharers", GroupType.Share, reading.Groups.Coordinators[group]);
        await Deadline.Until(async () =>
        {
            var (offsets, silent) = await new ShareGroupReader(client, TimeSpan.FromSeconds(15)).Read(
                [asked],
                CancellationToken.None
            );
            return silent.Count == 0 && offsets.Single() is { Topic: "parcels", Lag: 4 };
        });
        var described = (await new GroupReader(client).Read([asked], CancellationToken.None)).Single();
        (described.Error, described.State).ShouldBe((ErrorCode.None, "Empty"));
    }

    private static IEnumerable<string> Rows(LagReading reading, string topic)
    {
        for (var group = 0; group < reading.Groups.Count; group++)
        {
            for (var at = reading.Groups.FirstCommit[group]; at < reading.Groups.FirstCommit[group + 1]; at++)
            {
                var ordinal = reading.Groups.Partitions[at];
                var of = reading.Topics.TopicOf(ordinal);
                if (reading.Topics.Names[of] == topic)
                {
                    var partition = ordinal - reading.Topics.FirstPartition[of];
                    yield return $"{reading.Groups.Names[group]} {topic} {partition} {reading.Groups.Offsets[at]} "
                        + $"{reading.Ends.Offsets[ordinal]} {reading.Lag(at)}";
                }
            }
        }
    }

    // Group, topic, partition, committed, end, lag; then members, which don't matter here.
    private async Task<IEnumerable<string>> ToolSays(string topic) =>
        (await brokers.Kafka.Tool("consumer-groups", "--describe", "--all-groups"))
            .Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 5 && words[1] == topic)
            .Select(words => string.Join(' ', words.Take(6)));
}
