using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Topics;

/// <summary>A topic as the catalogue shows it: how it is, from the snapshot, and whose it is, from what is managed.</summary>
public sealed record TopicRow(ClusterSnapshot Cluster, TopicSnapshot Topic, ManagedTopic? Managed)
{
    /// <summary>Why its cluster's snapshot doesn't have it; null: it does.</summary>
    public TopicAbsence? Absence { get; private init; }

    public string Name => Topic.Name;

    public string Owner => Managed?.Owner ?? "";

    public bool IsCompacted => IsCleanedUp("compact");

    /// <summary>Retention takes records from it, whether or not it is compacted too.</summary>
    public bool IsDeletedFrom => IsCleanedUp("delete");

    public int Unanswered => Topic.Partitions.Count(partition => !partition.Answered);

    /// <summary>The worst first: one that is gone, a sick reader, then what nobody answered or saw, then drift, then what isn't managed.</summary>
    public int Severity =>
        Topic.Status switch
        {
            _ when Absence == TopicAbsence.Gone => 4 + (int)LagStatus.Stopped,
            > LagStatus.Unknown => 3 + (int)Topic.Status,
            LagStatus.Unknown => 3,
            _ when Managed is { Drifts: > 0 } => 2,
            _ when Managed is null => 1,
            _ => 0,
        };

    public bool IsWell => Severity == 0 && Health == LagStatus.Ok;

    public bool IsTooNew => Absence == TopicAbsence.NotSeenYet || (Severity == 0 && Health == LagStatus.NotEnoughData);

    public Tone Tone =>
        Health switch
        {
            _ when Absence == TopicAbsence.Gone => Tone.Bad,
            > LagStatus.NotEnoughData => LagTone.Of(Topic.Status),
            _ when Managed is { Drifts: > 0 } => Tone.Warn,
            _ when Managed is null => Tone.Off,
            var status => LagTone.Of(status),
        };

    public string Status =>
        Health switch
        {
            _ when Absence is { } absence => MissingTopic.InWords(Cluster, absence).Word,
            > LagStatus.NotEnoughData => LagTone.OfTopic(Topic.Status),
            _ when Managed is { Drifts: > 0 } => "Drift",
            _ when Managed is null => "Unmanaged",
            var status => LagTone.OfTopic(status),
        };

    public string? Reason =>
        Topic.Status switch
        {
            _ when Absence is { } absence => MissingTopic.InWords(Cluster, absence).Reason,
            LagStatus.Unknown when Unanswered > 0 =>
                $"{Quantity.Of(Unanswered, "partition", "partitions")} not responding",
            > LagStatus.NotEnoughData => Topic.Readers.FirstOrDefault(),
            _ when Managed is { Drifts: > 0 } drifted =>
                $"{Quantity.Of(drifted.Drifts, "field differs", "fields differ")} from the spec",
            _ => null,
        };

    /// <summary>How long it keeps records, as a person says it.</summary>
    public string Kept => Absence is null ? Wording.KeptFor.InWords(Topic.Configs) : "–";

    /// <summary>For sorting; null where it isn't known, for ever is the longest.</summary>
    public double? KeptFor =>
        IsCompacted && !IsDeletedFrom ? double.MaxValue : Wording.KeptFor.Milliseconds(Topic.Configs);

    public Reading<T> Read<T>(T? value)
        where T : struct =>
        Absence == TopicAbsence.Gone ? new Reading<T>.None()
        : value is { } known && Cluster.Collector.CycleAt is { } at ? new Reading<T>.Known(known, at)
        : new Reading<T>.Unknown(Topic.Partitions.Min(partition => partition.AnsweredAt(Cluster.Collector.CycleAt)));

    /// <summary>Sizes are read once a minute, with the settings: one that is older than two intervals says so.</summary>
    public static readonly TimeSpan SizeFresh = TimeSpan.FromMinutes(2);

    /// <summary>Read less often than offsets, and as old as that.</summary>
    public Reading<long> Size =>
        Absence == TopicAbsence.Gone ? new Reading<long>.None()
        : Topic.Bytes is { } bytes && !IsOlderThanItsRecords(bytes) ? new Reading<long>.Known(bytes, Topic.SeenAt)
        // Read at SeenAt without an answer: when it last had one isn't known.
        : new Reading<long>.Unknown(null);

    /// <summary>One that is managed and isn't in its cluster's snapshot: no figure of it is known.</summary>
    public static TopicRow Missing(ClusterSnapshot cluster, ManagedTopic managed) =>
        new(
            cluster,
            new TopicSnapshot(
                managed.Name,
                Guid.Empty,
                managed.Spec.Replication,
                IsInternal: false,
                ImmutableSortedDictionary<string, LiveConfig>.Empty,
                LagStatus.Unknown,
                Bytes: null,
                Records: null,
                ProducedPerSecond: null,
                ConsumedPerSecond: null,
                Partitions: [],
                Readers: [],
                FirstSeenAt: managed.CreatedAt,
                SeenAt: managed.CreatedAt
            ),
            managed
        )
        {
            Absence = MissingTopic.Absence(cluster, managed),
        };

    // Sizes are read less often than offsets: nothing on disk beside records in it was read before they came.
    private bool IsOlderThanItsRecords(long bytes) => bytes == 0 && Topic.Records > 0;

    /// <summary>Nobody is called healthy before anything of it was measured.</summary>
    private LagStatus Health =>
        Topic is { Status: LagStatus.Ok, Records: null } ? LagStatus.NotEnoughData : Topic.Status;

    private bool IsCleanedUp(string how) =>
        Topic.Configs.GetValueOrDefault("cleanup.policy")?.Value?.Contains(how, StringComparison.Ordinal) == true;
}
