using Portal.Core.Changes.Judging;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>What became of groups that are listed no more, asked by name from their coordinators.</summary>
internal static class GroupFates
{
    public static async Task<IReadOnlyDictionary<string, GroupFate>> Of(
        KafkaClient client,
        IReadOnlyCollection<string> groups,
        CancellationToken stop
    )
    {
        var request = new FindCoordinatorRequest { KeyType = 0, CoordinatorKeys = [.. groups] };
        var found = await client.SendAny(Call.Of(request), null, stop);
        var fates = groups.ToDictionary(name => name, _ => GroupFate.Unknown, StringComparer.Ordinal);
        foreach (var at in found.Coordinators.Where(c => c.Error == ErrorCode.None).GroupBy(c => c.NodeId))
        {
            var described = await Describe(client, at.Key, [.. at.Select(c => c.Key)], stop);
            foreach (var group in described)
            {
                fates[group.GroupId] = Judge(group);
            }
        }

        return fates;
    }

    // The classic question is answered with "not there" (or, before version 6, Dead) for a group of another type too;
    // but such a group would have been listed by one of two lists.
    private static GroupFate Judge(DescribeGroupsResponse.Group group) =>
        group switch
        {
            { Error: ErrorCode.GroupIdNotFound } => GroupFate.Gone,
            { Error: ErrorCode.None, GroupState: "Dead" } => GroupFate.Gone,
            { Error: ErrorCode.None } => GroupFate.There,
            _ => GroupFate.Unknown,
        };

    private static async Task<IReadOnlyList<DescribeGroupsResponse.Group>> Describe(
        KafkaClient client,
        int broker,
        string[] names,
        CancellationToken stop
    )
    {
        try
        {
            return (
                await client.SendTo(broker, Call.Of(new DescribeGroupsRequest { Groups = names }), null, stop)
            ).Groups;
        }
        catch (KafkaException)
        {
            // Its groups stay unknown; the others' coordinators may answer.
            return [];
        }
    }
}
