using Portal.Core.Wording;

namespace Portal.Core.Jobs.Checkpoints;

/// <summary>What a column of checkpoints shows. Worse ones come later.</summary>
public enum CheckpointMark
{
    /// <summary>None was triggered in its time.</summary>
    None,

    /// <summary>Whether any was triggered in its time isn't known.</summary>
    NotSeen,
    Completed,
    Savepoint,
    Failed,
}

/// <summary>The checkpoints that were triggered within one short time.</summary>
/// <param name="Height">How long the longest took, as a share of the longest of all, 0 to 1.</param>
/// <param name="IsStart">A run of the job began in its time.</param>
/// <param name="Restarts">How many of its restarts were seen in that time.</param>
/// <param name="Words">A sentence without its full stop.</param>
public sealed record CheckpointColumn(CheckpointMark Mark, double Height, bool IsStart, int Restarts, string Words)
{
    /// <param name="within">Those that were seen.</param>
    /// <param name="unseen">Those that weren't and may have been triggered in its time.</param>
    internal static CheckpointColumn Of(
        DateTimeOffset from,
        IReadOnlyList<KeptCheckpoint> within,
        IReadOnlyList<UnseenCheckpoints> unseen,
        TimeSpan longestOfAll,
        bool isStart,
        int restarts,
        DateTimeOffset now
    )
    {
        var longest = within.Max(c => c.Took);
        var height = longest is { } took && longestOfAll > TimeSpan.Zero ? took / longestOfAll : 0;
        var words = within switch
        {
            [] when unseen.Count > 0 => NotSeen(unseen, Age.SeenFrom(now, from)),
            [] => $"No checkpoint, {Age.SeenFrom(now, from)}",
            [var one] => One(one, now),
            _ => Several(within, longest, now),
        };
        var others = within.Count > 0 && unseen.Count > 0 ? ". Others around that time weren't seen" : "";
        var began = isStart ? ". A run began" : "";
        var again = restarts == 0 ? "" : $". {Quantity.Of(restarts, "restart", "restarts")} seen";
        var mark = within.Count == 0 && unseen.Count > 0 ? CheckpointMark.NotSeen : MarkOf(within);
        return new(mark, height, isStart, restarts, $"{words}{others}{began}{again}");
    }

    private static CheckpointMark MarkOf(IReadOnlyList<KeptCheckpoint> within) =>
        within.Count == 0 ? CheckpointMark.None
        : within.Any(c => !c.IsCompleted) ? CheckpointMark.Failed
        : within.Any(c => c.IsSavepoint) ? CheckpointMark.Savepoint
        : CheckpointMark.Completed;

    private static string NotSeen(IReadOnlyList<UnseenCheckpoints> unseen, string ago)
    {
        var count = Quantity.Of(unseen.Sum(u => u.Count), "checkpoint", "checkpoints");
        var span = Age.For(unseen.Max(u => u.Before) - unseen.Min(u => u.After));
        return $"Not seen, {ago}: {count} of {span} weren't in Flink's history when it was read";
    }

    private static string One(KeptCheckpoint one, DateTimeOffset now)
    {
        var what = one.IsSavepoint ? "Savepoint" : "Checkpoint";
        var size = one is { IsCompleted: true, Bytes: { } bytes } ? $", {Quantity.Bytes(bytes)}" : "";
        var took = one.Took is { } time ? $" after {Age.InWords(time)}" : "";
        return $"{what} {one.Number} {(one.IsCompleted ? "completed" : "failed")}{took}{size}, {Age.SeenFrom(now, one.At)}{Why(one.Failure)}";
    }

    private static string Several(IReadOnlyList<KeptCheckpoint> within, TimeSpan? longest, DateTimeOffset now)
    {
        var failed = within.Where(c => !c.IsCompleted).ToList();
        var took = longest is { } time ? $", the longest after {Age.InWords(time)}" : "";
        var size = within.Max(c => c.Bytes) is { } bytes ? $", up to {Quantity.Bytes(bytes)}" : "";
        var bad = failed.Count > 0 ? $", {Quantity.Count(failed.Count)} failed" : "";
        return $"{Quantity.Count(within.Count - failed.Count)} of {Quantity.Of(within.Count, "checkpoint", "checkpoints")} completed{took}{size}{bad}, {Age.SeenFrom(now, within.Max(c => c.At))}{Why(failed.Select(f => f.Failure).FirstOrDefault(f => f is not null))}";
    }

    private static string Why(string? failure) => failure is null ? "" : $": {failure.TrimEnd('.')}";
}
