using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Groups.Consumers;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class AssignorTests
{
    [ClusterFact]
    public void Whatever_members_subscribe_to_each_partition_has_one_reader_and_nobody_who_could_take_some_has_two_less()
    {
        var random = new Random(848);
        for (var round = 0; round < 200; round++)
        {
            SeenTopic[] topics = [.. Enumerable.Range(1, random.Next(1, 6)).Select(n => Topic(n, random.Next(1, 9)))];
            List<Subscriber> members = [];
            for (var step = 0; step < 4; step++)
            {
                members = Changed(members, topics, random);
                var before = members.ToDictionary(member => member.Id, member => member.Before);

                var assigned = UniformAssignor.Assign(members, topics);

                IsWhole(members, topics, assigned);
                IsEven(members, assigned);
                members = [.. members.Select(member => member with { Before = assigned[member.Id] })];
                UniformAssignor
                    .Assign(members, topics)
                    .ShouldAllBe(each => assigned[each.Key].ToHashSet().SetEquals(each.Value));
            }
        }
    }

    [ClusterFact]
    public void A_newcomer_takes_only_its_share_from_those_who_are_there()
    {
        SeenTopic[] topics = [Topic(1, 12)];
        Subscriber[] two = [Reader("a", topics), Reader("b", topics)];
        var before = UniformAssignor.Assign(two, topics);
        Subscriber[] three = [.. two.Select(each => each with { Before = before[each.Id] }), Reader("c", topics)];

        var after = UniformAssignor.Assign(three, topics);

        after.ShouldAllBe(each => each.Value.Count == 4);
        after["a"].ShouldBeSubsetOf(before["a"]);
        after["b"].ShouldBeSubsetOf(before["b"]);
    }

    private static List<Subscriber> Changed(List<Subscriber> members, SeenTopic[] topics, Random random)
    {
        List<Subscriber> stay = [.. members.Where(_ => random.Next(4) > 0)];
        var newcomers = Enumerable
            .Range(0, random.Next(1, 4))
            .Select(_ => Reader($"m{random.Next()}", [.. topics.Where(_ => random.Next(3) > 0)]));
        return [.. stay, .. newcomers];
    }

    private static void IsWhole(
        List<Subscriber> members,
        SeenTopic[] topics,
        Dictionary<string, List<PartitionOf>> assigned
    )
    {
        var readable = topics.Where(topic => members.Any(member => member.Topics.Contains(topic.Id)));
        assigned.Values.SelectMany(each => each).Count().ShouldBe(readable.Sum(topic => topic.Partitions));
        assigned.Values.SelectMany(each => each).ShouldBeUnique();
        members.ShouldAllBe(member => assigned[member.Id].All(each => member.Topics.Contains(each.Topic)));
    }

    private static void IsEven(List<Subscriber> members, Dictionary<string, List<PartitionOf>> assigned)
    {
        foreach (var more in members)
        {
            foreach (var less in members.Where(each => assigned[each.Id].Count + 1 < assigned[more.Id].Count))
            {
                assigned[more.Id].ShouldAllBe(each => !less.Topics.Contains(each.Topic));
            }
        }
    }

    private static SeenTopic Topic(int number, int partitions) => new(new Guid(number, 0, 0, new byte[8]), partitions);

    private static Subscriber Reader(string id, SeenTopic[] topics) =>
        new(id, null, topics.Select(topic => topic.Id).ToHashSet(), []);
}
