using System.ComponentModel;
using Portal.Core.Catalogue;
using Portal.Core.Clusters;
using Portal.Core.Health;

namespace Portal.Web.Api.Groups;

/// <summary>A consumer group as lists show it. Null is not known, never zero.</summary>
public sealed record GroupRowDto(
    string Cluster,
    string Environment,
    string Name,
    GroupType Type,
    [property: Description("As its coordinator reports it: Stable, Empty, …")] string State,
    int? Members,
    LagStatus Status,
    [property: Description("Why it has its status, in a sentence.")] string Reason,
    LagDto Lag,
    [property: Description("How old the figures are: the oldest answer among its partitions.")] double? AgeSeconds,
    [property: Description("Names of the teams whose topics it reads.")] IReadOnlyList<string> Teams,
    IReadOnlyList<string> Topics
)
{
    public static GroupRowDto Of(GroupRow row, DateTimeOffset now) =>
        new(
            row.Cluster,
            row.Environment,
            row.Group.Name,
            row.Group.Type,
            row.Group.State,
            row.Group.Members,
            row.Group.Status,
            row.Group.Reason,
            LagDto.Of(row.Group.Lag, row.Group.Behind),
            (now - row.Group.AnsweredAt)?.TotalSeconds,
            [.. row.Teams.Select(t => t.Name)],
            [.. row.Topics]
        );
}

/// <summary>How far behind: messages, and the age of the oldest unread one.</summary>
public sealed record LagDto(
    long? Messages,
    [property: Description("A part isn't known: it is at least this much.")] bool IsAtLeast,
    double? OldestUnreadSeconds,
    bool OldestUnreadIsAtLeast
)
{
    public static LagDto Of(Amount lag, TimeLag behind) =>
        new(lag.Value, lag.AtLeast, behind.Value?.TotalSeconds, behind.AtLeast);
}

/// <summary>A group whole: its figures, its pace, each of its partitions, worst first, and who is in it.</summary>
public sealed record GroupDto(
    GroupRowDto Group,
    DrainDto Drain,
    [property: Description(
        "When the oldest unread record is removed by retention, at the earliest. 0: some are deleted already. Null: nothing is unread, it is kept forever, or it isn't known."
    )]
        double? DataLossInSeconds,
    [property: Description("The worst partition's lag ÷ the median one's.")] double? Skew,
    double? ConsumedPerSecond,
    double? ProducedPerSecond,
    DateTimeOffset? LastMovedAt,
    DateTimeOffset ReadAt,
    IReadOnlyList<GroupPartitionDto> Partitions,
    [property: Description("Null: its members were never reported.")] GroupMembershipDto? Membership
)
{
    [Description(
        "Of the lag, how many messages were deleted before they were read, on the partitions of which that is known. Null: of none."
    )]
    public long? LostMessages { get; init; }

    [Description("Assigned to a member, with records, and without a commit: what is unread there isn't known.")]
    public IReadOnlyList<UncommittedDto> Uncommitted { get; init; } = [];

    public static GroupDto Of(GroupRow row, DateTimeOffset now) =>
        new(
            GroupRowDto.Of(row, now),
            DrainDto.Of(row.Group.Drain),
            row.Group.DataLossIn?.TotalSeconds,
            row.Group.Skew,
            row.Group.ConsumedPerSecond,
            row.Group.ProducedPerSecond,
            row.Group.LastMovedAt,
            row.Group.CycleAt,
            [.. row.Group.Partitions.Select(p => GroupPartitionDto.Of(p, row.Group, now))],
            row.Group.Membership is { } seen ? GroupMembershipDto.Of(seen, now) : null
        )
        {
            LostMessages = row.Group.Lost.Value,
            Uncommitted = [.. row.Group.Uncommitted.Select(p => new UncommittedDto(p.Topic, p.Partition))],
        };
}

public sealed record UncommittedDto(string Topic, int Partition);

public enum DrainState
{
    Done,
    Draining,
    Never,
    Unknown,
}

/// <summary>When all that waits will have been read, at the present rates.</summary>
public sealed record DrainDto(DrainState State, double? Seconds)
{
    public static DrainDto Of(Drain drain) =>
        drain switch
        {
            Drain.Done => new(DrainState.Done, 0),
            Drain.In(var time) => new(DrainState.Draining, time.TotalSeconds),
            Drain.Never => new(DrainState.Never, null),
            _ => new(DrainState.Unknown, null),
        };
}
