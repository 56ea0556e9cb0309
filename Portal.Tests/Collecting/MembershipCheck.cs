using Confluent.Kafka;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Collecting;

/// <summary>Two real clients in one group, seen by the collector, and gone again: the same on every cluster and protocol.</summary>
internal static class MembershipCheck
{
    /// <param name="topic">With four partitions.</param>
    public static async Task IsReported(ClusterDraft draft, string topic, string group, GroupProtocol protocol)
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        var cluster = await portal.Register(draft);
        await world.Worker(portal.Collected);
        using var first = Join(draft, topic, group, protocol, "reader-a");
        using var second = Join(draft, topic, group, protocol, "reader-b");

        var seen = await Deadline.For(
            async () =>
            {
                first.Consume(TimeSpan.FromMilliseconds(50));
                second.Consume(TimeSpan.FromMilliseconds(50));
                var told = (await world.Snapshot(cluster)).Groups.GetValueOrDefault(group);
                return told?.Membership is { Answered: true, Members.Length: 2 } m && m.Members.All(Reads)
                    ? told
                    : null;
            },
            TimeSpan.FromMinutes(1)
        );

        seen.Members.ShouldBe(2);
        seen.Membership!.Members.Select(m => (m.ClientId, m.Host))
            .ShouldBe([("reader-a", "127.0.0.1"), ("reader-b", "127.0.0.1")]);
        foreach (var (consumer, client) in new[] { (first, "reader-a"), (second, "reader-b") })
        {
            foreach (var own in consumer.Assignment)
            {
                seen.Membership.ReadersOf(own.Topic, own.Partition.Value).Single().ClientId.ShouldBe(client);
            }
        }

        first.Close();
        second.Close();
        var left = await world.Seen(
            cluster,
            s => s.Groups[group].Membership is { Answered: true, Members.IsEmpty: true }
        );
        left.Groups[group].State.ShouldBe("Empty");
    }

    private static bool Reads(GroupMember member) =>
        member.Assigned is { } assigned && assigned.Sum(a => a.Partitions.Length) == 2;

    private static IConsumer<Ignore, Ignore> Join(
        ClusterDraft draft,
        string topic,
        string group,
        GroupProtocol protocol,
        string client
    )
    {
        var consumer = new ConsumerBuilder<Ignore, Ignore>(
            new ConsumerConfig
            {
                BootstrapServers = draft.Addresses,
                GroupId = group,
                GroupProtocol = protocol,
                ClientId = client,
                EnableAutoCommit = false,
            }
        ).Build();
        consumer.Subscribe(topic);
        return consumer;
    }
}
