using Confluent.Kafka;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Collecting;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.RealEngines.Collecting;

[Collection(KafkaBrokers.Shared)]
public sealed class MemberTests(KafkaBrokers brokers)
{
    [FullRunTheory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task The_members_of_a_group_are_told_and_what_they_read(GroupProtocol protocol)
    {
        var name = $"rolled-{protocol}".ToLowerInvariant();
        await brokers.CreateTopic(name, partitions: 4);

        await MembershipCheck.IsReported(RegisteredKafka.Plain(brokers) with { Name = name }, name, name, protocol);
    }

    [FullRunFact]
    public async Task The_members_of_a_share_group_are_told_as_such()
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await brokers.CreateTopic("rolled-share", partitions: 2);
        var cluster = await portal.Register(RegisteredKafka.Plain(brokers) with { Name = "rolled-share" });
        await world.Worker(portal.Collected);
        // It waits for the record that lets it go.
        var reading = brokers.ShareConsume("rolled-share", "rolled-sharers", records: 1);

        var seen = await Deadline.For(
            async () =>
                (await world.Snapshot(cluster)).Groups.GetValueOrDefault("rolled-sharers") is { } group
                && group.Membership is { Answered: true, Members: [{ Assigned.Length: > 0 }] }
                    ? group
                    : null,
            TimeSpan.FromMinutes(1)
        );

        seen.Type.ShouldBe(GroupType.Share);
        seen.Membership!.ReadersOf("rolled-share", 1).Single().Host.ShouldBe("127.0.0.1");
        await Deadline.Until(
            async () =>
            {
                await brokers.Produce("rolled-share", partitions: 2, each: 1);
                return reading.IsCompleted;
            },
            TimeSpan.FromMinutes(1)
        );
        await reading;
    }
}
