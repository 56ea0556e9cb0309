using System.Security.Cryptography;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.RealEngines.Clusters;

namespace Portal.Tests.Collecting;

/// <summary>Groups whose names no page can show and no text column can hold; Kafka takes them all.</summary>
internal static class OddGroups
{
    /// <summary>Nothing in it comes twice: what compresses well fits into an index all the same.</summary>
    public static readonly string Long = string.Concat(
        Enumerable.Range(0, 150).Select(i => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(i))))
    );
    private const string Nul = "a\0b";
    private const string Bidi = "odd\u202egroup";

    /// <summary>They are shown beside the others, and gone when they are.</summary>
    public static async Task AreShown(ClusterDraft draft, KafkaClient client, string topic)
    {
        foreach (var group in new[] { Nul, Bidi, Long, "plain" })
        {
            await Commit(client, group, topic);
        }

        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        var cluster = await portal.Register(draft);
        await world.Worker(portal.Collected);

        var seen = await world.Seen(cluster, s => s.Groups.ContainsKey("plain") && s.Groups.ContainsKey("a\\u0000b"));
        seen.Groups.ShouldContainKey("odd\\u202egroup");
        seen.Groups.Keys.Count(name => name.StartsWith(Long[..200], StringComparison.Ordinal)).ShouldBe(1);
        seen.Groups["a\\u0000b"].Partitions.Single().Committed.ShouldBe(0);
        seen.Collector.Complaint.ShouldBeNull();

        await Delete(client, Nul);
        await Delete(client, Long);
        var later = await world.Seen(
            cluster,
            s => !s.Groups.ContainsKey("a\\u0000b") && !s.Groups.Keys.Any(name => name.Length >= 200)
        );
        later.Groups.ShouldContainKey("plain");
    }

    private static async Task Commit(KafkaClient client, string group, string topic) =>
        await AtCoordinator(
            client,
            group,
            async broker =>
            {
                var request = new OffsetCommitRequest
                {
                    GroupId = group,
                    Topics =
                    [
                        new OffsetCommitRequest.Topic
                        {
                            Name = topic,
                            Partitions =
                            [
                                new OffsetCommitRequest.Partition { PartitionIndex = 0, CommittedOffset = 0 },
                            ],
                        },
                    ],
                };
                var answer = await client.SendTo(broker, Call.Of(request), null, CancellationToken.None);
                return answer.Topics.All(t => t.Partitions.All(p => p.Error == ErrorCode.None));
            }
        );

    private static async Task Delete(KafkaClient client, string group) =>
        await AtCoordinator(
            client,
            group,
            async broker =>
            {
                var request = new DeleteGroupsRequest { GroupsNames = [group] };
                var answer = await client.SendTo(broker, Call.Of(request), null, CancellationToken.None);
                return answer.Results.All(r => r.Error == ErrorCode.None);
            }
        );

    // A cluster that was just started makes the topic of commits first.
    private static Task AtCoordinator(KafkaClient client, string group, Func<int, Task<bool>> act) =>
        Kit.Deadline.Until(async () =>
        {
            var find = new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [group] };
            var found = await client.SendAny(Call.Of(find), null, CancellationToken.None);
            return found.Coordinators.Single() is { Error: ErrorCode.None } at && await act(at.NodeId);
        });
}
