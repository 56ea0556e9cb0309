using Portal.Kafka.Wire;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class ReassignmentErrorTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task What_can_not_be_moved_or_elected_is_refused_in_the_same_words(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        await using var raw = new RawClient(bootstrap);
        var topic = await client.Topic();
        var leader = (await raw.Topic(topic)).Partitions[0].LeaderId;

        (await ReassignmentTests.Move(raw, topic, [])).ShouldBe(
            "The manual partition assignment includes an empty replica list."
        );
        (await ReassignmentTests.Move(raw, topic, [leader, leader])).ShouldBe(
            $"The manual partition assignment includes the broker {leader} more than once."
        );
        (await ReassignmentTests.Move(raw, topic, [99])).ShouldBe(
            "The manual partition assignment includes broker 99, but no such broker is registered."
        );
        (await ReassignmentTests.Move(raw, topic, null)).ShouldBe("NoReassignmentInProgress");
        (await ReassignmentTests.Move(raw, "nowhere", [leader])).ShouldBe("Unable to find a topic named nowhere.");
        (await ReassignmentTests.Move(raw, topic, [leader], 7)).ShouldBe($"Unable to find partition {topic}:7.");
        (await ReassignmentTests.Move(raw, topic, [leader])).ShouldBeNull();

        (await ReassignmentTests.Elect(raw, topic, 0)).Error.ShouldBe(ErrorCode.ElectionNotNeeded);
        (await ReassignmentTests.Elect(raw, topic, 0, unclean: true)).Error.ShouldBe(ErrorCode.ElectionNotNeeded);
        (await ReassignmentTests.Elect(raw, "nowhere", 0)).ShouldBe(
            (ErrorCode.UnknownTopicOrPartition, "No such topic as nowhere")
        );
        (await ReassignmentTests.Elect(raw, topic, 7)).ShouldBe(
            (ErrorCode.UnknownTopicOrPartition, $"No such partition as {topic}-7")
        );
    }
}
