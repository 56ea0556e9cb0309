namespace Portal.Core.Jobs.Checkpoints;

/// <summary>
/// Checkpoints of one run that no reading saw, because Flink had dropped them from its history by then: the numbers between two that are kept. Pure.
/// </summary>
/// <param name="After">When the last one before them was triggered.</param>
/// <param name="Before">When the first one after them was triggered.</param>
internal readonly record struct UnseenCheckpoints(long Count, DateTimeOffset After, DateTimeOffset Before)
{
    public static IReadOnlyList<UnseenCheckpoints> Among(IEnumerable<KeptCheckpoint> kept) =>
        [
            .. kept.GroupBy(c => c.JobId, StringComparer.Ordinal)
                .Select(run => run.OrderBy(c => c.At).ThenBy(c => c.Number).ToList())
                .SelectMany(run =>
                    run.Zip(
                        run.Skip(1),
                        (one, next) => new UnseenCheckpoints(next.Number - one.Number - 1, one.At, next.At)
                    )
                )
                .Where(unseen => unseen.Count > 0),
        ];
}
