using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <param name="Records">Records between earliest and end, all partitions; null when not answered.</param>
/// <param name="Bytes">On disk, all replicas; null when not answered.</param>
/// <param name="DataLoss">How much of both the plan lets go; about as much where retention is cut. Null in it is not known.</param>
/// <param name="AreAllReaders">False: there may be readers that aren't named, see <see cref="SeenReaders.AreAll"/>.</param>
/// <param name="SeenAt">When the cluster answered.</param>
/// <param name="WrittenPerSecond">Records a second in the ten minutes before; null when not known.</param>
/// <param name="WasNeverWritten">Every partition answered that no record ever came.</param>
/// <param name="Jobs">The managed jobs whose statements name it.</param>
/// <param name="Defaults">What holds where the topic sets nothing, of the settings that the plan moves, and of cleanup.policy where it adds partitions; one that isn't in it wasn't told.</param>
[StoredAs("topic")]
public sealed record TopicEvidence(
    ResourceRef On,
    long? Records,
    long? Bytes,
    DataLossEstimate DataLoss,
    ImmutableArray<ReaderEvidence> Readers,
    bool AreAllReaders,
    int? Brokers,
    DateTimeOffset SeenAt,
    double? WrittenPerSecond = null,
    ImmutableSortedDictionary<string, string>? Defaults = null,
    bool WasNeverWritten = false,
    ImmutableArray<TopicJob> Jobs = default
) : ResourceEvidence(On, SeenAt)
{
    public ImmutableArray<TopicJob> Jobs { get; init; } = Jobs.IsDefault ? [] : Jobs;

    /// <summary>ACLs that count for its name, of a plan that creates or deletes it.</summary>
    public ImmutableArray<TopicAcl> Access { get; init; } = [];

    /// <summary>See <see cref="SeenReaders.Unreadable"/>; null: there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? UnreadableGroups { get; init; }

    /// <summary>By group, what a cut deletes before it is read. Null: the plan cuts nothing, or it was stored before this was looked at.</summary>
    public ImmutableArray<UnreadLoss>? UnreadLosses { get; init; }

    [JsonIgnore]
    public override bool IsWhole => Records is not null && AreAllReaders && Readers.All(reader => reader.IsWhole);

    /// <summary>Null when it wasn't told.</summary>
    public string? DefaultOf(string setting) => Defaults?.GetValueOrDefault(setting);

    /// <summary>Of a topic that isn't there.</summary>
    public static TopicEvidence Nothing(ResourceRef on, int? brokers, DateTimeOffset seenAt) =>
        new(on, 0, 0, new(0, 0), [], true, brokers, seenAt);
}
