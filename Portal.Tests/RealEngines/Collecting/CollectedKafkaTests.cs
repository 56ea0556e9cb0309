using Confluent.Kafka;
using Portal.Core;
using Portal.Core.Health;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Tests.Collecting;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;
using Portal.Tests.RealEngines.Kafka;
using GroupType = Portal.Core.Health.GroupType;

namespace Portal.Tests.RealEngines.Collecting;

[Collection(KafkaBrokers.Shared)]
public class CollectedKafkaTests(KafkaBrokers brokers)
{
    [EngineFact]
    public async Task The_lag_of_a_group_that_read_a_part_and_stopped_is_what_Kafkas_own_tool_says()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await brokers.CreateTopic("collected", partitions: 4);
        await brokers.Produce("collected", partitions: 4, each: 25);
        await ReadPart("collected-classic", GroupProtocol.Classic, records: 30);
        await ReadPart("collected-848", GroupProtocol.Consumer, records: 55);
        var cluster = await portal.Register(RegisteredKafka.Plain(brokers));
        await world.Worker(portal.Collected);

        var seen = await world.Seen(
            cluster,
            s => s.Groups.ContainsKey("collected-classic") && s.Groups.ContainsKey("collected-848")
        );

        var tool = await brokers.Kafka.Tool("consumer-groups", "--describe", "--all-groups");
        foreach (
            var (group, type, read) in new[]
            {
                ("collected-classic", GroupType.Classic, 30),
                ("collected-848", GroupType.Consumer, 55),
            }
        )
        {
            seen.Groups[group].Type.ShouldBe(type);
            var told = Said(tool, group).ToList();
            Rows(seen.Groups[group]).ShouldBe(told, ignoreOrder: true);
            // A partition on which nothing was committed has no lag to tell, here as there.
            seen.Groups[group].Lag.ShouldBe(Amount.Of(told.Sum(row => long.Parse(row.Split(' ')[5]))));
            told.Sum(row => long.Parse(row.Split(' ')[3])).ShouldBe(read);
        }

        // Nobody is in it and records wait: after ten readings it is stopped, with the reason.
        var stopped = await world.Seen(cluster, s => s.Groups["collected-classic"].Status == LagStatus.Stopped);
        stopped.Groups["collected-classic"].Reason.ShouldContain("It has no members");
        stopped.Topics["collected"].Status.ShouldBe(LagStatus.Stopped);
        (await world.Seen(cluster, s => s.Topics["collected"].Bytes > 0))
            .Topics["collected"]
            .Configs.ShouldNotBeEmpty();
    }

    [FullRunFact]
    public async Task A_cycle_costs_one_request_and_three_to_each_broker_however_many_groups()
    {
        await brokers.CreateTopic("priced", partitions: 6);
        // Enough groups that each broker coordinates some: it isn't asked for commits otherwise.
        foreach (var group in Enumerable.Range(0, 15))
        {
            await brokers.Commit($"priced-{group}", ("priced", group % 6, 0));
        }

        await using var client = brokers.Client();
        var groups = (await new LagReader(client).Read(CancellationToken.None)).Groups;
        // Share groups of other tests cost their coordinators one request more.
        var shareCoordinators = Enumerable
            .Range(0, groups.Count)
            .Where(group => groups.Types[group] == Portal.Kafka.Messages.GroupType.Share)
            .Select(group => groups.Coordinators[group])
            .Distinct()
            .Count();

        await RequestPrice.IsKept(
            RegisteredKafka.Plain(brokers) with
            {
                Name = "priced-real",
            },
            brokers: 3,
            groups: 15,
            shareCoordinators
        );
    }

    [FullRunFact]
    public async Task Groups_of_any_name_are_shown()
    {
        await brokers.CreateTopic("odd", partitions: 1);
        await using var client = brokers.Client();

        await OddGroups.AreShown(RegisteredKafka.Plain(brokers) with { Name = "odd-real" }, client, "odd");
    }

    [FullRunFact]
    public async Task A_share_group_is_shown_as_such_with_what_is_left_for_it()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await brokers.CreateTopic("shared", partitions: 1);
        await brokers.ShareFromTheFirst("shared-readers");
        await brokers.Produce("shared", partitions: 1, each: 10);
        await brokers.ShareConsume("shared", "shared-readers", records: 10);
        await brokers.Produce("shared", partitions: 1, each: 4);
        var cluster = await portal.Register(RegisteredKafka.Plain(brokers));
        await world.Worker(portal.Collected);

        var seen = await world.Seen(
            cluster,
            s => s.Groups.TryGetValue("shared-readers", out var g) && g.Lag == Amount.Of(4)
        );

        seen.Groups["shared-readers"].Type.ShouldBe(GroupType.Share);
    }

    [FullRunFact]
    public async Task A_share_group_whose_offsets_on_a_topic_were_deleted_does_not_read_it_any_more()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await brokers.CreateTopic("unshared", partitions: 1);
        await brokers.ShareFromTheFirst("former-sharers");
        await brokers.Produce("unshared", partitions: 1, each: 10);
        await brokers.ShareConsume("unshared", "former-sharers", records: 10);
        var cluster = await portal.Register(RegisteredKafka.Plain(brokers));
        await world.Worker(portal.Collected);
        await world.Seen(cluster, s => Sharers(s) is { Partitions.Length: 1 });

        string[] delete = ["--delete-offsets", "--group", "former-sharers", "--topic", "unshared"];
        await KafkaJava.Program(
            await KafkaJava.Jars(),
            [
                "org.apache.kafka.tools.consumer.group.ShareGroupCommand",
                "--bootstrap-server",
                brokers.Kafka.Bootstrap,
                .. delete,
            ]
        );

        // Asked for while it is being deleted, it is asked for again in a minute.
        await Deadline.Until(
            async () => Sharers(await world.Snapshot(cluster)) is null or { Partitions.IsEmpty: true },
            TimeSpan.FromMinutes(2)
        );

        static GroupSnapshot? Sharers(ClusterSnapshot s) => s.Groups.GetValueOrDefault("former-sharers");
    }

    [EngineFact]
    public async Task A_topic_that_may_no_longer_be_described_is_unknown_and_not_gone_and_not_zero()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await brokers.CreateTopic("permitted", partitions: 2);
        await brokers.Produce("permitted", partitions: 2, each: 5);
        await brokers.Commit("permitted-reader", ("permitted", 0, 3), ("permitted", 1, 5));
        await brokers.Allow(KafkaBrokers.User, AclResourceType.Topic, "permitted", AclOperation.Describe);
        await brokers.Allow(KafkaBrokers.User, AclResourceType.Group, "permitted-reader", AclOperation.Describe);
        var cluster = await portal.Register(
            RegisteredKafka.SignedIn(brokers, KafkaBrokers.User, KafkaBrokers.Password)
        );
        await world.Worker(portal.Collected);
        await world.Seen(cluster, s => Reader(s)?.Lag == Amount.Of(2));

        await brokers.Disallow(KafkaBrokers.User, AclResourceType.Topic, "permitted", AclOperation.Describe);

        var seen = await world.Seen(cluster, s => Reader(s)?.Status == LagStatus.Unknown);
        var later = await world.Seen(cluster, s => s.Version > seen.Version + 15);
        later.Topics["permitted"].Status.ShouldBe(LagStatus.Unknown);
        Reader(later)!.Lag.ShouldBe(Amount.Unknown);
        Reader(later)!.AnsweredAt!.Value.ShouldBeLessThan(later.Collector.CycleAt!.Value);

        static GroupSnapshot? Reader(ClusterSnapshot s) => s.Groups.GetValueOrDefault("permitted-reader");
    }

    private async Task ReadPart(string group, GroupProtocol protocol, int records)
    {
        using var consumer = brokers.Consumer(group, protocol);
        consumer.Subscribe("collected");
        var read = 0;
        await Deadline.Until(() =>
        {
            while (read < records && consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                consumer.Commit(record);
                read++;
            }

            return read == records;
        });
        consumer.Close();
    }

    private static IEnumerable<string> Rows(GroupSnapshot group) =>
        group.Partitions.Select(p => $"{group.Name} {p.Topic} {p.Partition} {p.Committed} {p.End} {p.Lag.Value}");

    private static IEnumerable<string> Said(string tool, string group) =>
        tool.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 5 && words[0] == group && words[3] != "-")
            .Select(words => string.Join(' ', words.Take(6)));
}
