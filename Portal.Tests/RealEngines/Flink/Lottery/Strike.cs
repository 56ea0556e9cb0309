namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>One kill during a change.</summary>
/// <param name="Notes">It comes when the change's journal has so many notes, or the change is over.</param>
/// <param name="After">So long after that.</param>
/// <param name="Away">How long the part stays away.</param>
internal sealed record Strike(MortalPart Part, int Notes, TimeSpan After, TimeSpan Away)
{
    private const int MostAtOnce = 3;

    /// <param name="mostNotes">How many the change makes until it is over.</param>
    public static IReadOnlyList<Strike> Draw(Random random, int mostNotes)
    {
        // One as often as two and three together.
        var count = random.Next(2) == 0 ? 1 : random.Next(2, MostAtOnce + 1);
        var parts = Enum.GetValues<MortalPart>();
        random.Shuffle(parts);
        return
        [
            .. parts
                .Take(count)
                .Select(part => new Strike(
                    part,
                    random.Next(mostNotes),
                    TimeSpan.FromMilliseconds(random.Next(2_000)),
                    TimeSpan.FromMilliseconds(random.Next(6_000))
                )),
        ];
    }

    public override string ToString() => $"{Part} at {Notes}+{After.TotalSeconds:0.0} s for {Away.TotalSeconds:0.0} s";
}
