using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Schemas;

/// <summary>An id of a subject that a topic's newest records carry.</summary>
/// <param name="Records">How many of them do.</param>
/// <param name="Of">How many were looked at.</param>
/// <param name="NewestAt">The timestamp of the newest one that does.</param>
/// <param name="Version">The subject's newest version of that id; null in plans of before it was looked up.</param>
/// <param name="Bytes">Of the records that do, unpacked; null in plans of before they were counted.</param>
/// <param name="Cluster">The cluster the topic is on, where it is another one that has the same registry; null: the subject's.</param>
/// <param name="IsShared">Another subject of its context has the same text, and so the same id: the records may be written by that one.</param>
public sealed record CarriedId(
    string Topic,
    RecordPart Part,
    int Id,
    int Records,
    int Of,
    DateTimeOffset? NewestAt,
    DateTimeOffset TakenAt,
    int? Version = null,
    long? Bytes = null,
    bool IsShared = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cluster = null
);

/// <summary>How a topic was last sampled.</summary>
/// <param name="TakenAt">Null: none was taken.</param>
/// <param name="Failure">Why none could be taken; null when one could.</param>
/// <param name="Cluster">The cluster the topic is on, where it is another one that has the same registry.</param>
/// <param name="IsWrittenSince">Whether the topic was written to after it; null when not known.</param>
public sealed record SampleState(
    string Topic,
    int Records,
    int Unread,
    DateTimeOffset? TakenAt,
    string? Failure,
    bool? IsWrittenSince = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cluster = null
)
{
    // A sample is taken each minute, or half hour: an older one was not taken again.
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);

    /// <summary>The topic's end offsets when it was taken, added up.</summary>
    [JsonIgnore]
    public long Ends { get; init; }

    /// <summary>All that was to be looked at was.</summary>
    public bool IsWhole => TakenAt is not null && Unread == 0 && Failure is null;

    /// <summary>It still shows what the newest records carry: it is whole, and not old unless nothing was written since.</summary>
    public bool Holds(DateTimeOffset now) => IsWhole && (now - TakenAt <= Lasts || IsWrittenSince == false);
}

/// <summary>Which of a subject's ids the newest records of topics carry, as far as they were sampled.</summary>
/// <param name="Own">The sample of the topic that its name stands for; null where it stands for none, none was taken, or its ids aren't known.</param>
/// <param name="AreAllKnown">False: the portal never saw a version that goes, so nobody can look for its id.</param>
public sealed record IdsInRecords(ImmutableArray<CarriedId> Found, SampleState? Own, bool AreAllKnown = true)
{
    /// <summary>As those of topics on another cluster of the registry.</summary>
    public IdsInRecords On(string cluster) =>
        this with
        {
            Found = [.. Found.Select(carried => carried with { Cluster = cluster })],
            Own = Own is null ? null : Own with { Cluster = cluster },
        };

    /// <summary>Where most records carry the id of this version; null where none do.</summary>
    public CarriedId? MostOf(int version) =>
        Found.Where(carried => carried.Version == version).MaxBy(carried => carried.Records);
}
