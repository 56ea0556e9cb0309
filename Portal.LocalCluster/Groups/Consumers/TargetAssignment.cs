using System.Collections.Immutable;

namespace Portal.LocalCluster.Groups.Consumers;

/// <param name="Topics">The subscribed ones that there are.</param>
/// <param name="Before">What it was meant to have so far.</param>
internal sealed record Subscriber(
    string Id,
    string? InstanceId,
    IReadOnlySet<Guid> Topics,
    IReadOnlyCollection<PartitionOf> Before
);

/// <summary>Who is meant to read what, by the assignor that the members ask for.</summary>
internal static class TargetAssignment
{
    public const string DefaultAssignor = "uniform";

    private delegate Dictionary<string, List<PartitionOf>> Assignor(
        IReadOnlyList<Subscriber> members,
        IReadOnlyList<SeenTopic> topics
    );

    private static readonly Dictionary<string, Assignor> Assignors = new(StringComparer.Ordinal)
    {
        [DefaultAssignor] = UniformAssignor.Assign,
        ["range"] = RangeAssignor.Assign,
    };

    /// <summary>The names of the assignors, as Kafka lists them.</summary>
    public static string Names => string.Join(", ", Assignors.Keys);

    public static bool Knows(string assignor) => Assignors.ContainsKey(assignor);

    /// <summary>The group with a target assignment for its epoch.</summary>
    /// <param name="idOf">The id of a topic that there is, by its name.</param>
    public static ConsumerGroupState Renew(ConsumerGroupState group, Func<string, Guid?> idOf)
    {
        Subscriber[] members =
        [
            .. group.Members.Select(member => new Subscriber(
                member.Id,
                member.InstanceId,
                member.Subscribed.Select(idOf).OfType<Guid>().ToHashSet(),
                member.Target
            )),
        ];
        var targets = Assignors[group.Assignor](members, group.Topics);
        return group with
        {
            TargetEpoch = group.Epoch,
            Members =
            [
                .. group.Members.Select(member =>
                    member with
                    {
                        Target = [.. targets[member.Id].OrderBy(each => each.Topic).ThenBy(each => each.Number)],
                    }
                ),
            ],
        };
    }
}
