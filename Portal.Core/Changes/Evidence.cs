using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Core.Changes;

/// <summary>What was seen beside the plan: not hashed, dated, read again before applying.</summary>
public sealed record PlanEvidence(ImmutableArray<TopicEvidence> Topics)
{
    public static readonly PlanEvidence None = new([]);

    /// <summary>Null when nothing was seen of it: a forecast without a snapshot, or a plan made by an older build.</summary>
    public TopicEvidence? Of(ClusterId cluster, string topic) =>
        Topics.FirstOrDefault(t => t.Cluster == cluster && t.Topic == topic);

    public TopicEvidence? Of(Step step) => Of(step.Cluster, step.Topic);
}

/// <param name="Records">Records between earliest and end, all partitions; null when not answered.</param>
/// <param name="Bytes">On disk, all replicas; null when not answered.</param>
/// <param name="Going">How much of both the plan lets go; about as much where retention is cut. Null in it is not known.</param>
/// <param name="AreAllReaders">False: there may be readers that aren't named, see <see cref="SeenReaders.AreAll"/>.</param>
/// <param name="SeenAt">When the cluster answered.</param>
/// <param name="WrittenPerSecond">Records a second in the ten minutes before; null when not known.</param>
/// <param name="Defaults">What holds where the topic sets nothing, of the settings that the plan moves; one that isn't in it wasn't told.</param>
public sealed record TopicEvidence(
    ClusterId Cluster,
    string Topic,
    long? Records,
    long? Bytes,
    GoingAmount Going,
    ImmutableArray<ReaderEvidence> Readers,
    bool AreAllReaders,
    int? Brokers,
    DateTimeOffset SeenAt,
    double? WrittenPerSecond = null,
    ImmutableSortedDictionary<string, string>? Defaults = null
)
{
    /// <summary>Null when it wasn't told.</summary>
    public string? DefaultOf(string setting) => Defaults?.GetValueOrDefault(setting);

    /// <summary>Of a topic that isn't there.</summary>
    public static TopicEvidence Nothing(ClusterId cluster, string topic, int? brokers, DateTimeOffset seenAt) =>
        new(cluster, topic, 0, 0, new(0, 0), [], true, brokers, seenAt);
}

/// <summary>A group that reads (or read) the topic.</summary>
/// <param name="Members">Null when not asked or not answered.</param>
/// <param name="LastMovedAt">When a committed offset was last seen to move; null when never seen.</param>
/// <param name="HasGap">The readings of the last ten minutes are not whole: silence proves nothing.</param>
public sealed record ReaderEvidence(string Group, int? Members, DateTimeOffset? LastMovedAt, bool HasGap)
{
    /// <summary>As the newest snapshot knows it, which can't tell of gaps.</summary>
    public static ReaderEvidence Of(GroupSnapshot group) => new(group.Name, group.Members, group.LastMovedAt, false);
}

/// <summary>Who reads a topic and how much is written to it, as far as it is known.</summary>
/// <param name="AreAll">False: the newest readings are old or not whole, or the topic isn't in them yet: nobody can say that no one else reads it.</param>
/// <param name="WrittenPerSecond">What is written to it meanwhile, in records; null when not known.</param>
public sealed record SeenReaders(ImmutableArray<ReaderEvidence> Groups, bool AreAll, double? WrittenPerSecond = null);
