using Portal.Core.Health;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>A consumer group as far as it reads one topic: how it fares on others is no news here.</summary>
/// <param name="Group">The whole of it.</param>
/// <param name="Here">Its part on the topic.</param>
public sealed record TopicReader(GroupSnapshot Group, GroupSnapshot Here)
{
    public string Name => Group.Name;

    public LagStatus Status => Here.Status;

    public Amount Lag => Here.Lag;

    public TimeLag Behind => Here.Behind;

    public double? Reads => Here.ConsumedPerSecond;

    public DateTimeOffset? MovedAt => Here.Partitions.Max(partition => partition.MovedAt);

    /// <summary>Why it has its status here: a sentence with figures.</summary>
    public string Reason => Here.Reason;

    /// <summary>Messages behind on this topic.</summary>
    public Reading<long> Figure =>
        Lag switch
        {
            { Value: null } => new Reading<long>.Unknown(Here.AnsweredAt),
            { Value: { } lag, AtLeast: true } => new Reading<long>.AtLeast(
                lag,
                $"{Here.Partitions.Count(partition => !partition.Answered) + Here.Uncommitted.Length} of {Here.Partitions.Length + Here.Uncommitted.Length} unknown",
                Group.CycleAt
            ),
            { Value: { } lag } => new Reading<long>.Known(lag, Here.AnsweredAt ?? Group.CycleAt),
        };

    /// <summary>All of a topic's, worst first.</summary>
    public static IReadOnlyList<TopicReader> Of(ClusterSnapshot cluster, TopicSnapshot topic) =>
        [
            .. topic
                .Readers.Select(reader => cluster.Groups.GetValueOrDefault(reader))
                .OfType<GroupSnapshot>()
                .Select(group => group.On(topic.Name) is { } here ? new TopicReader(group, here) : null)
                .OfType<TopicReader>()
                .OrderByDescending(reader => reader.Status)
                .ThenByDescending(reader => reader.Lag.Value ?? 0),
        ];
}
