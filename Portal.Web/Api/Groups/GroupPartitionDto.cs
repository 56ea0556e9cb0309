using System.ComponentModel;
using Portal.Core.Health;

namespace Portal.Web.Api.Groups;

/// <summary>
/// A group's place on one partition. While the partition isn't answered, the figures are null and the last known ones
/// stand beside them.
/// </summary>
public sealed record GroupPartitionDto(
    string Topic,
    int Partition,
    LagStatus Status,
    long? CommittedOffset,
    long? EndOffset,
    LagDto Lag,
    double? ConsumedPerSecond,
    double? ProducedPerSecond,
    DateTimeOffset? MovedAt,
    double? AgeSeconds,
    [property: Description("Why the figures are null; null when they are known.")] string? UnknownBecause,
    LagDto? LastKnownLag
)
{
    private static readonly LagDto NotKnown = LagDto.Of(Amount.Unknown, TimeLag.Unknown);

    [Description("Ids of the members that read it; null when it isn't known who is in the group.")]
    public IReadOnlyList<string>? ReadBy { get; init; }

    [Description("Of the lag, how many messages were deleted before they were read. Null: not known.")]
    public long? LostMessages { get; init; }

    public static GroupPartitionDto Of(GroupPartition seen, GroupSnapshot group, DateTimeOffset now) =>
        Of(seen, group.CycleAt, now) with
        {
            ReadBy = group.Membership is { Answered: true } members
                ? [.. members.ReadersOf(seen.Topic, seen.Partition).Select(reader => reader.MemberId)]
                : null,
            LostMessages = seen.Answered ? seen.Lost : null,
        };

    private static GroupPartitionDto Of(GroupPartition seen, DateTimeOffset cycleAt, DateTimeOffset now)
    {
        var lag = LagDto.Of(seen.Lag, seen.Behind);
        var age = (now - seen.AnsweredAt(cycleAt))?.TotalSeconds;
        return seen.Answered
            ? new(
                seen.Topic,
                seen.Partition,
                seen.Status,
                seen.Committed,
                seen.End,
                lag,
                seen.ConsumedPerSecond,
                seen.ProducedPerSecond,
                seen.MovedAt,
                age,
                seen.Lag.Value is null ? "Nothing was committed on it yet." : null,
                null
            )
            : new(
                seen.Topic,
                seen.Partition,
                seen.Status,
                null,
                null,
                NotKnown,
                null,
                null,
                seen.MovedAt,
                age,
                age is null ? "It never answered." : "It does not answer any more.",
                lag
            );
    }
}
