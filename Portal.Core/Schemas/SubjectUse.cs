using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Topics;

namespace Portal.Core.Schemas;

/// <summary>Who would miss a subject, as far as it was seen.</summary>
/// <param name="Topic">The topic that its name begins with, by the topic name or the topic record name strategy; null where its name follows another one.</param>
/// <param name="IsTopicThere">It was seen on the cluster; null: the cluster's newest readings are old or not whole, and it isn't in them.</param>
/// <param name="Readers">Those of <see cref="Topics"/>.</param>
/// <param name="AreAllReaders">False: there may be readers that aren't named, see <see cref="SeenReaders.AreAll"/>.</param>
/// <param name="WrittenPerSecond">What is written to that topic, in records; null when not known.</param>
/// <param name="ReferredToBy">The subjects whose versions build on one of its own, by name.</param>
/// <param name="AreAllReferences">False: the registry was not read lately, or not whole.</param>
/// <param name="InRecords">Which of its ids records carry; null in plans of before they were looked at.</param>
/// <param name="IsPermanent">What goes doesn't answer by its id either.</param>
/// <param name="TopicCluster">The cluster that has the topic, where the subject's own has none and another of its registry does.</param>
/// <param name="Jobs">The managed jobs whose statements name one of <see cref="Topics"/>.</param>
public sealed record SubjectUse(
    string? Topic,
    bool? IsTopicThere,
    ImmutableArray<ReaderEvidence> Readers,
    bool AreAllReaders,
    double? WrittenPerSecond,
    ImmutableArray<string> ReferredToBy,
    bool AreAllReferences,
    IdsInRecords? InRecords = null,
    bool IsPermanent = false,
    ImmutableArray<TopicJob> Jobs = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TopicCluster = null
)
{
    public ImmutableArray<TopicJob> Jobs { get; init; } = Jobs.IsDefault ? [] : Jobs;

    /// <summary>
    /// What it serves: the topic that its name stands for; where it stands for none that is there, those whose newest records carry its ids,
    /// but for ids that other subjects have as well.
    /// </summary>
    public IReadOnlyList<string> Topics =>
        IsTopicThere == true
            ? [Topic!]
            :
            [
                .. (InRecords?.Found ?? [])
                    .Where(carried => !carried.IsShared)
                    .Select(carried => carried.Topic)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>The same in words, with the cluster of those that are on another one of its registry.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> NamedTopics =>
        IsTopicThere == true
            ? [Named(Topic!, TopicCluster)]
            :
            [
                .. (InRecords?.Found ?? [])
                    .Where(carried => !carried.IsShared)
                    .Select(carried => Named(carried.Topic, carried.Cluster))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>A topic or a group in words: with its cluster where that is another one.</summary>
    public static string Named(string what, string? cluster) => cluster is null ? what : $"{what} on {cluster}";

    /// <summary>As what uses it on another cluster of its registry.</summary>
    public SubjectUse On(string cluster) =>
        this with
        {
            TopicCluster = IsTopicThere == true ? cluster : null,
            Readers = [.. Readers.Select(reader => reader with { Cluster = cluster })],
            InRecords = InRecords?.On(cluster),
        };

    /// <summary>The groups that read its topic now, or of which nobody can say that they don't.</summary>
    public IReadOnlyList<string> ActiveAt(DateTimeOffset now) =>
        [
            .. Readers
                .Where(reader => ActiveReaders.IsActive(reader, now))
                .Select(reader => Named(reader.Group, reader.Cluster)),
        ];

    /// <summary>False: what is missing may be known in some minutes, as a newer sample of records; one that can't be taken won't be.</summary>
    public bool IsWholeAt(DateTimeOffset now) =>
        AreAllReaders
        && AreAllReferences
        && Readers.All(reader => reader.IsWhole)
        && (Topic is null || IsTopicThere is not null)
        && (IsTopicThere != true || WrittenPerSecond is not null)
        && (InRecords is not { Own: { IsWhole: true } own } || own.Holds(now));

    /// <summary>The same with what uses it on another cluster of its registry. What isn't known of one isn't known of both.</summary>
    public SubjectUse And(SubjectUse other) =>
        this with
        {
            IsTopicThere =
                IsTopicThere == true || other.IsTopicThere == true ? true
                : IsTopicThere is null || other.IsTopicThere is null ? null
                : false,
            TopicCluster = IsTopicThere == true ? TopicCluster : other.TopicCluster,
            Readers = [.. Readers, .. other.Readers],
            Jobs = [.. Jobs, .. other.Jobs],
            AreAllReaders = AreAllReaders && other.AreAllReaders,
            WrittenPerSecond = Written(this) + Written(other),
            ReferredToBy = [.. ReferredToBy.Union(other.ReferredToBy, StringComparer.Ordinal)],
            // Both read the same registry.
            AreAllReferences = AreAllReferences || other.AreAllReferences,
            InRecords =
                InRecords is { } records && other.InRecords is { } others
                    ? new(
                        [.. records.Found, .. others.Found],
                        Sample(this) is { IsWhole: true } && other.IsTopicThere != false ? Sample(other)
                            : IsTopicThere != false ? Sample(this)
                            : Sample(other),
                        records.AreAllKnown && (others.AreAllKnown || other.IsTopicThere == false)
                    )
                    : null,
        };

    private static double? Written(SubjectUse use) => use.IsTopicThere == false ? 0 : use.WrittenPerSecond;

    private static SampleState? Sample(SubjectUse use) => use.InRecords?.Own;
}
