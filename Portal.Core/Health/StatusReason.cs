using System.Globalization;
using Portal.Core.Wording;

namespace Portal.Core.Health;

/// <summary>A status, said to a person with its figures.</summary>
public static class StatusReason
{
    private static readonly TimeSpan GrownOver = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan GrownOverAtLeast = TimeSpan.FromMinutes(20);

    public static string Of(GroupSnapshot group) =>
        group is { Partitions.IsEmpty: true, AreCommitsRead: false }
            ? "Its commits can't be read, so its lag is unknown: the portal may lack the permission Describe on this group."
        : group is { Partitions.IsEmpty: true, FormerTopics.IsEmpty: false }
            ? "Only a former version of its job has committed here."
        : group.Partitions.IsEmpty ? "It has committed no offsets yet."
        : $"{OfStatus(group)}{HeldBack(group)}{Deleted(group)}{Uncommitted.InWords(group.Uncommitted)}";

    private static string OfStatus(GroupSnapshot group)
    {
        // While some don't answer, what may not be read is the lesser cause.
        var isSilent = group.Status == LagStatus.Unknown && group.Partitions.Any(p => !p.Answered);
        var sick = group.Partitions.Where(p => isSilent ? !p.Answered : p.Status == group.Status).ToList();
        // On one that is fed seldom the newest commit may be old though the group committed until a moment ago.
        var movedAt = sick.Max(p => p.MovedAt);
        var where = On(sick.Count, group);
        return group.Status switch
        {
            LagStatus.Ok when group.Lag is { Value: 0, AtLeast: false } => "Up to date: nothing unread.",
            LagStatus.Ok
                when group.Lag.Value == 0 && group.Uncommitted.Length > 0 && group.Partitions.All(p => p.Answered) =>
                "Up to date where it commits.",
            LagStatus.Ok when Lags(group) => $"{Behind(group)}; it doesn't count as falling behind yet.",
            LagStatus.Ok when group.Drain is Drain.In(var time) && time >= CatchUp.Slow =>
                $"It is catching up: {Behind(group)}.",
            LagStatus.Ok => $"It keeps up: {Behind(group)}.",
            LagStatus.NotEnoughData => $"{group.Lag} messages behind{where}.",
            LagStatus.Unknown when group.Partitions.FirstOrDefault(p => p.Answered && p.Committed > p.End) is { } cut =>
                $"Its commit {cut.Committed} on partition {cut.Partition} of {cut.Topic} lies beyond the end {cut.End}: the log was truncated or recreated, so its lag is unknown.",
            LagStatus.Unknown when sick.Find(p => p.Answered && p.Committed <= p.End) is { } unread =>
                $"Whether it has stopped{where} is unknown: what is unread may be only transaction markers or aborted records. The portal's user needs the permission Read on {unread.Topic} to see which.",
            LagStatus.Unknown =>
                $"Its lag is unknown{where}{Since(sick.Find(p => !p.Answered)?.LastAnsweredAt, group, ", last seen {0} ago")}.",
            LagStatus.FallingBehind =>
                $"Its lag keeps growing{where}: {group.Lag} messages behind{Grown(group)}{Rates(group)}.",
            LagStatus.Rewound => RewoundReason.Of(group),
            LagStatus.Stalled => StalledReason.Of(group)
                ?? $"{Members(group)}{where}{Since(movedAt, group, " for {0}")}{Waiting(group.Unread)}.",
            LagStatus.Stopped =>
                $"It has no members and committed nothing{where}{Since(movedAt, group, " for {0}")}{Waiting(group.Unread)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(group), group.Status, null),
        };
    }

    // Which records its members read, the cluster doesn't know.
    private static string HeldBack(GroupSnapshot group) =>
        group is { Status: LagStatus.Stalled, IsHeldBack: true }
            ? " An open transaction holds back what is unread: consumers of committed records get it once that ends."
            : "";

    internal static string Waiting(Amount unread) =>
        unread == Amount.Of(0) ? "" : $" while {unread} messages are unread";

    private static string Deleted(GroupSnapshot group)
    {
        var lost = group.Lost;
        if (lost.Value is not > 0)
        {
            return "";
        }

        var words =
            lost == Amount.Of(1)
                ? "1 message was deleted before it was"
                : $"{lost} messages were deleted before they were";
        var left = group.Lag.Less(lost.Value) == Amount.Of(0) ? ": nothing is left to read" : "";
        return $" Of its lag, {words} read{left}.";
    }

    private static bool Lags(GroupSnapshot group) =>
        group is { ConsumedPerSecond: not null, ProducedPerSecond: not null, Lag.Value: > 0 }
        && !CatchUp.ReadsWhatArrives(group);

    private static string Members(GroupSnapshot group) =>
        group.Members switch
        {
            null => "It has members, but nothing was committed",
            // Whoever else had none would be stopped. Whether the job runs isn't known here: its Flink may be silent.
            0 => "The Flink job has committed nothing",
            1 => "It has 1 member, but nothing was committed",
            { } n => $"It has {n} members, but nothing was committed",
        };

    // Beside a topic's partitions on its page: those that it reads may be fewer, or of several topics.
    internal static string On(int some, GroupSnapshot group) =>
        some == group.Partitions.Length ? "" : $" on {some} of the {group.Partitions.Length} partitions it reads";

    internal static string Rates(GroupSnapshot group) =>
        group is { ConsumedPerSecond: { } reads, ProducedPerSecond: { } arrive }
            ? string.Create(CultureInfo.InvariantCulture, $"; it reads {reads:N0}/s while {arrive:N0}/s arrive")
            : "";

    private static string Behind(GroupSnapshot group) => $"{group.Lag} messages behind{Rates(group)}{Laggards(group)}";

    private static string Laggards(GroupSnapshot group) =>
        Rates(group).Length > 0 && CatchUp.Laggards(group).Count is > 0 and var few && few < group.Partitions.Length
            ? $", in the last minute less than arrives{On(few, group)}"
            : "";

    // The lag of half an hour ago, or of as long ago as is known.
    internal static string Grown(GroupSnapshot group)
    {
        var trend = group.Trend;
        for (var i = 0; i < trend.Values.Length && group.CycleAt - trend.At(i) >= GrownOverAtLeast; i++)
        {
            var ago = group.CycleAt - trend.At(i);
            if (ago < GrownOver + Trend.Step && trend.Values[i] is { } then)
            {
                return then < group.Lag.Value
                    ? string.Create(CultureInfo.InvariantCulture, $", up from {then:N0} within {Ago(ago)}")
                    : "";
            }
        }

        return "";
    }

    private static string Since(DateTimeOffset? then, GroupSnapshot group, string words) =>
        then is { } t ? string.Format(CultureInfo.InvariantCulture, words, Ago(group.CycleAt - t)) : "";

    /// <summary>A length of time as people say it: 41 min, 3 h 5 min.</summary>
    public static string Ago(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: < 1 } => "under a second",
            { TotalMinutes: < 1 } => Unit.Of(time.Seconds, "s"),
            { TotalHours: < 1 } when time.Minutes < 10 && time.Seconds > 0 =>
                $"{Unit.Of(time.Minutes, "min")} {Unit.Of(time.Seconds, "s")}",
            { TotalHours: < 1 } => Unit.Of(time.Minutes, "min"),
            { TotalDays: < 1 } when time.Minutes > 0 => $"{Unit.Of(time.Hours, "h")} {Unit.Of(time.Minutes, "min")}",
            { TotalDays: < 1 } => Unit.Of(time.Hours, "h"),
            _ => Unit.Of((long)time.TotalDays, "d"),
        };
}
