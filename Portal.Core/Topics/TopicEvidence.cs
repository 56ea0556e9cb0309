using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Core.Topics;

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
