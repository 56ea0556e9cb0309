using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Clients that others wrote, as members of groups of the new protocol (group.protocol=consumer).</summary>
[Collection(InteropSuite.Name)]
public sealed class ConsumerProtocolTests(Clusters clusters)
{
    private static readonly string[] Protocol = ["--command-property", "group.protocol=consumer"];

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Librdkafka_s_members_share_the_partitions_and_go_on_where_the_group_committed(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(6);
        await client.Produce(topic, 30);
        var group = Client.NewName("group");
        var read = new HashSet<string>();
        using var first = client.Member848(group);
        first.Subscribe(topic);
        using (var second = client.Member848(group, with => with.GroupRemoteAssignor = "range"))
        {
            second.Subscribe(topic);
            await Deadline.Until(() => Have(3, read, first, second));
            first.Assignment.Intersect(second.Assignment).ShouldBeEmpty();
            second.Close();
        }

        await Deadline.Until(() => Have(6, read, first) && read.Count == 30);
        var described = (await client.Admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions[0];
        described.Members.Single().Assignment.TopicPartitions.Count.ShouldBe(6);
        first.Close();
        await client.Produce(topic, 1);

        using var again = client.Member848(group);
        again.Subscribe(topic);
        await Deadline.Until(() => Have(6, read, again) && read.Count == 31);
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Librdkafka_s_pattern_and_static_member_are_served(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var prefix = Client.NewName("pattern");
        await client.Create($"{prefix}.a", 2, 1);
        var group = Client.NewName("group");
        var read = new HashSet<string>();
        using (var member = client.Member848(group, with => with.GroupInstanceId = "i"))
        {
            member.Subscribe($"^{prefix}.*");
            await Deadline.Until(() => Have(2, read, member));
            await client.Create($"{prefix}.b", 1, 1);
            await Deadline.Until(() => Have(3, read, member));
            member.Close();
        }

        using var back = client.Member848(group, with => with.GroupInstanceId = "i");
        back.Subscribe($"^{prefix}.*");
        await Deadline.Until(() => Have(3, read, back));
    }

    [EngineTheory, OnLocalCluster, OnRealKafka]
    public async Task Java_s_consumer_and_group_tool_speak_the_new_protocol(string cluster)
    {
        using var client = new Client(await clusters.Bootstrap(cluster));
        var topic = await client.Topic(2);
        await client.Produce(topic, 10);
        var group = Client.NewName("java-group");
        string[] asked = ["--topic", topic, "--group", group, "--from-beginning", "--max-messages", "10"];
        string[] read = [.. asked, "--timeout-ms", "20000", .. Protocol];
        (await clusters.Tool(cluster, "console-consumer", read))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Length.ShouldBe(10);

        Words(await Groups("--list", "--state")).ShouldContain($"{group} Empty");
        Words(await Groups("--list", "--type", "consumer")).ShouldContain($"{group} Consumer");
        Words(await Groups("--describe", "--group", group)).ShouldContain($"{group} {topic} 0 ");
        using (var member = client.Member848(group, with => with.ClientId = "tester"))
        {
            member.Subscribe(topic);
            await Deadline.Until(() => Have(2, new HashSet<string>(), member));
            Words(await Groups("--describe", "--group", group, "--members", "--verbose")).ShouldContain("tester 2 ");
            Words(await Groups("--describe", "--group", group, "--state")).ShouldContain("uniform Stable 1");
            member.Close();
        }

        await Groups("--group", group, "--topic", topic, "--reset-offsets", "--to-earliest", "--execute");
        await Groups("--delete", "--group", group);
        (await Groups("--list")).ShouldNotContain(group);

        Task<string> Groups(params string[] arguments) => clusters.Tool(cluster, "consumer-groups", arguments);
    }

    private static bool Have(int partitions, HashSet<string> read, params IConsumer<string, string>[] members)
    {
        foreach (var member in members)
        {
            if (member.Consume(TimeSpan.FromMilliseconds(50)) is { Message: { } message } next)
            {
                read.Add($"{next.TopicPartitionOffset} {message.Value}");
                member.Commit(next);
            }
        }

        return members.All(member => member.Assignment.Count == partitions);
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
