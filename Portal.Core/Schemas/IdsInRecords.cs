using System.Collections.Immutable;

namespace Portal.Core.Schemas;

/// <summary>An id of a subject that a topic's newest records carry.</summary>
/// <param name="Records">How many of them do.</param>
/// <param name="Of">How many were looked at.</param>
/// <param name="NewestAt">The timestamp of the newest one that does.</param>
/// <param name="Version">The subject's newest version of that id; null in plans of before it was looked up.</param>
/// <param name="Bytes">Of the records that do, unpacked; null in plans of before they were counted.</param>
public sealed record CarriedId(
    string Topic,
    RecordPart Part,
    int Id,
    int Records,
    int Of,
    DateTimeOffset? NewestAt,
    DateTimeOffset TakenAt,
    int? Version = null,
    long? Bytes = null
);

/// <summary>How a topic was last sampled.</summary>
/// <param name="TakenAt">Null: none was taken.</param>
/// <param name="Failure">Why none could be taken; null when one could.</param>
public sealed record SampleState(string Topic, int Records, int Unread, DateTimeOffset? TakenAt, string? Failure)
{
    /// <summary>All that was to be looked at was.</summary>
    public bool IsWhole => TakenAt is not null && Unread == 0 && Failure is null;
}

/// <summary>Which of a subject's ids the newest records of topics carry, as far as they were sampled.</summary>
/// <param name="Own">The sample of the topic that its name stands for; null where it stands for none, none was taken, or its ids aren't known.</param>
/// <param name="AreAllKnown">False: a version that goes was deleted before the portal saw it, so nobody can look for its id.</param>
public sealed record IdsInRecords(ImmutableArray<CarriedId> Found, SampleState? Own, bool AreAllKnown = true);
