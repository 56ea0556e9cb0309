using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Web.Features.Groups;

/// <summary>A group's figures and its reason, as far as they are known, for tables and facts.</summary>
public static class GroupWords
{
    private const long MuchLag = 100;
    private const string PartMissing = "part unknown";

    /// <summary>Why it is as it is, in the few words a table has room for; null when being well needs none.</summary>
    public static string? Short(GroupSnapshot group, DateTimeOffset now) =>
        group.Status switch
        {
            LagStatus.Stalled => $"no commit{Where(group)} {Since(Stuck(group).Max(p => p.MovedAt), now)}",
            LagStatus.Stopped => $"no members, no commit{Where(group)} {Since(Stuck(group).Max(p => p.MovedAt), now)}",
            LagStatus.FallingBehind when group is { ConsumedPerSecond: { } reads, ProducedPerSecond: { } arrive } =>
                $"reads {Quantity.PerSecond(reads)}/s, {Quantity.PerSecond(arrive)}/s arrive",
            LagStatus.Rewound when CatchUp.FallsBehind(group) => "offset reset backwards, not catching up",
            LagStatus.Rewound => "offset reset backwards",
            LagStatus.Unknown => Silent(group),
            _ => null,
        };

    /// <summary>Messages behind. Silence is unknown with its age, a hole makes it "at least".</summary>
    public static Reading<long> Behind(GroupSnapshot group) =>
        Read(group.Lag.Value, group.Lag.AtLeast, group.AnsweredAt, group.CycleAt);

    /// <summary>The age of the oldest unread record.</summary>
    public static Reading<TimeSpan> OldestUnread(GroupSnapshot group) =>
        Read(group.Behind.Value, group.Behind.AtLeast, group.AnsweredAt, group.CycleAt);

    public static Reading<long> Behind(GroupPartition seen, DateTimeOffset cycleAt) =>
        seen.Answered
            ? Read(seen.Lag.Value, seen.Lag.AtLeast, seen.AnsweredAt(cycleAt), cycleAt)
            : new Reading<long>.Unknown(seen.AnsweredAt(cycleAt));

    public static Reading<TimeSpan> OldestUnread(GroupPartition seen, DateTimeOffset cycleAt) =>
        seen.Answered
            ? Read(seen.Behind.Value, seen.Behind.AtLeast, seen.AnsweredAt(cycleAt), cycleAt)
            : new Reading<TimeSpan>.Unknown(seen.AnsweredAt(cycleAt));

    public static string DrainsIn(GroupSnapshot group) =>
        group.Drain switch
        {
            Drain.Done => "nothing unread",
            Drain.In(var time) => $"≈ {Age.InWords(time)}",
            Drain.Never when group.Status == LagStatus.Ok && CatchUp.ReadsWhatArrives(group) => "keeps up",
            Drain.Never => "not at this rate",
            _ => "unknown",
        };

    public static string Pace(GroupSnapshot group) =>
        group is { ConsumedPerSecond: { } reads, ProducedPerSecond: { } arrive }
            ? $"reads {Quantity.PerSecond(reads)}/s, {Quantity.PerSecond(arrive)}/s arrive"
            : "rates not measured yet";

    /// <summary>Beside the time to data loss: what it hangs on, or how much is lost.</summary>
    public static string Loss(GroupSnapshot group) =>
        group switch
        {
            { Lost: { Value: { } lost and > 0, AtLeast: var atLeast } } =>
                $"{(atLeast ? "at least " : "")}{Quantity.Of(lost, "message", "messages")} deleted unread",
            { DataLossIn: null } => "nothing unread, kept forever, or not known",
            _ => "unless it is read before",
        };

    /// <summary>What was looked at where nothing was found that could be the cause.</summary>
    public static string NoChanges(GroupRow row) =>
        $"No changes through the portal to its topics, to grants that name them{(row.Jobs.Count > 0 ? " or to its job" : "")}, no drift, and no gaps in the readings.";

    /// <summary>The partition that holds most of the lag, when one does and it is worth a sentence.</summary>
    public static (GroupPartition Partition, int Percent)? Hoarder(GroupSnapshot group)
    {
        if (group.Lag.Value is not >= MuchLag || group.Partitions.Length < 2)
        {
            return null;
        }

        var worst = group.Partitions.MaxBy(p => p.Lag.Value ?? 0)!;
        var percent = (int)(100 * (worst.Lag.Value ?? 0) / group.Lag.Value.Value);
        return percent >= 50 ? (worst, percent) : null;
    }

    private static Reading<T> Read<T>(T? value, bool atLeast, DateTimeOffset? answeredAt, DateTimeOffset cycleAt)
        where T : struct =>
        value switch
        {
            null => new Reading<T>.Unknown(answeredAt),
            { } known when atLeast => new Reading<T>.AtLeast(known, PartMissing, cycleAt),
            { } known => new Reading<T>.Known(known, answeredAt ?? cycleAt),
        };

    private static IEnumerable<GroupPartition> Stuck(GroupSnapshot group) =>
        group.Partitions.Where(p => p.Status == group.Status);

    private static string Where(GroupSnapshot group) =>
        Stuck(group).Count() is var stuck && stuck < group.Partitions.Length
            ? $" on {stuck} of {group.Partitions.Length} partitions"
            : "";

    private static string Since(DateTimeOffset? moved, DateTimeOffset now) =>
        moved is { } at ? $"for {Age.For(now - at)}" : "since monitoring began";

    private static string Silent(GroupSnapshot group)
    {
        var silent = group.Partitions.Count(p => !p.Answered);
        return silent == 0 ? "not enough is known" : $"{Quantity.Of(silent, "partition", "partitions")} not responding";
    }
}
