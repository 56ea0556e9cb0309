using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>A consumer group as far as it reads one topic: how it fares on others is no news here.</summary>
public sealed record TopicReader(GroupSnapshot Group, ImmutableArray<GroupPartition> Here)
{
    public string Name => Group.Name;

    public LagStatus Status => Here.Max(partition => partition.Status);

    public Amount Lag => Amount.Sum(Here.Select(partition => partition.Lag)).Lacking(!Uncommitted.IsEmpty);

    public TimeLag Behind => TimeLag.Worst(Here.Select(partition => partition.Behind)).Lacking(!Uncommitted.IsEmpty);

    public double? Reads => Sum(partition => partition.ConsumedPerSecond);

    public DateTimeOffset? MovedAt => Here.Max(partition => partition.MovedAt);

    /// <summary>Why it has its status here: a sentence with figures.</summary>
    public string Reason =>
        StatusReason.Of(
            Group with
            {
                Status = Status,
                Lag = Lag,
                Behind = Behind,
                ConsumedPerSecond = Reads,
                ProducedPerSecond = Sum(partition => partition.ProducedPerSecond),
                Partitions = Here,
                Uncommitted = Uncommitted,
            }
        );

    /// <summary>Messages behind on this topic.</summary>
    public Reading<long> Figure =>
        Lag switch
        {
            { Value: null } => new Reading<long>.Unknown(AnsweredAt),
            { Value: { } lag, AtLeast: true } => new Reading<long>.AtLeast(
                lag,
                $"{Here.Count(partition => !partition.Answered) + Uncommitted.Length} of {Here.Length + Uncommitted.Length} unknown",
                Group.CycleAt
            ),
            { Value: { } lag } => new Reading<long>.Known(lag, AnsweredAt ?? Group.CycleAt),
        };

    private ImmutableArray<Uncommitted> Uncommitted => [.. Group.Uncommitted.Where(p => p.Topic == Here[0].Topic)];

    private DateTimeOffset? AnsweredAt => Here.Min(partition => partition.AnsweredAt(Group.CycleAt));

    /// <summary>All of a topic's, worst first.</summary>
    public static IReadOnlyList<TopicReader> Of(ClusterSnapshot cluster, TopicSnapshot topic) =>
        [
            .. topic
                .Readers.Select(reader => cluster.Groups.GetValueOrDefault(reader))
                .OfType<GroupSnapshot>()
                .Select(group => new TopicReader(group, [.. group.Partitions.Where(p => p.Topic == topic.Name)]))
                .Where(reader => reader.Here.Length > 0)
                .OrderByDescending(reader => reader.Status)
                .ThenByDescending(reader => reader.Lag.Value ?? 0),
        ];

    private double? Sum(Func<GroupPartition, double?> rate) =>
        Here.All(partition => rate(partition) is not null) ? Here.Sum(rate) : null;
}
