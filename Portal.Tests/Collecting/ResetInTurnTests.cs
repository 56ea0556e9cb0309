using Portal.Core.Health;
using Portal.Tests.Pages;

namespace Portal.Tests.Collecting;

/// <summary>Golden cases of a group whose partitions are reset one after another, one a minute.</summary>
public sealed class ResetInTurnTests
{
    private const int Partitions = 12;
    private const int Arrive = 100;
    private const int Seconds = 10;
    private const int ReadingsPerMinute = 6;
    private const int FirstReset = 5 * ReadingsPerMinute;
    private const int LastReading = FirstReset + ((Partitions + 2) * ReadingsPerMinute);
    private const long Back = 1_000_000;
    private static readonly int[] All = [.. Enumerable.Range(0, Partitions)];

    [Fact]
    public void A_group_that_reads_less_of_them_than_arrives_falls_behind_from_the_second_reset_on()
    {
        var falls = FallsBehind(reads: 80);

        falls[..(FirstReset + ReadingsPerMinute)].ShouldAllBe(falling => !falling);
        falls[(FirstReset + ReadingsPerMinute)..].ShouldAllBe(falling => falling);
    }

    [Fact]
    public void A_group_that_catches_up_on_them_never_falls_behind() =>
        FallsBehind(reads: 150).ShouldAllBe(falling => !falling);

    /// <param name="reads">A second, of each partition that was reset.</param>
    private static bool[] FallsBehind(int reads)
    {
        var pattern = new CommitPattern().Members(All);
        var readings = Enumerable.Range(0, LastReading).Select(i => Reading(i, reads)).ToArray();
        return [.. readings.Select((_, i) => FallsBehind(pattern, readings[..(i + 1)]))];
    }

    private static bool FallsBehind(CommitPattern pattern, (long Committed, long End)[][] readings)
    {
        pattern.Read([readings[^1]]);
        var sample = new Sample(pattern.Now);
        var (now, before) = (
            readings[^1],
            readings.Length > ReadingsPerMinute ? readings[^(ReadingsPerMinute + 1)] : null
        );
        var parts = pattern
            .Statuses.Select(
                (status, i) =>
                    sample.Partition("orders", i, status, now[i].End - now[i].Committed, TimeSpan.FromMinutes(1)) with
                    {
                        ConsumedPerSecond = Rate(before?[i].Committed, now[i].Committed),
                        ProducedPerSecond = Rate(before?[i].End, now[i].End),
                    }
            )
            .ToArray();
        var drain = CatchUp.Of(
            parts,
            lacks: false,
            parts.Sum(part => part.ConsumedPerSecond),
            parts.Sum(part => part.ProducedPerSecond)
        );
        return CatchUp.FallsBehind(sample.Group("billing", pattern.Status, 1, drain, parts));

        double? Rate(long? first, long last) => Pace.Rate(pattern.Now - Pace.Over, first, pattern.Now, last);
    }

    // What wasn't reset is read to its end.
    private static (long Committed, long End)[] Reading(int number, int reads) =>
        [
            .. All.Select(partition =>
            {
                var reset = FirstReset + (partition * ReadingsPerMinute);
                return number < reset
                    ? (End(number), End(number))
                    : (End(reset) - Back + (reads * Seconds * (number - reset)), End(number));
            }),
        ];

    private static long End(int number) => 2_000_000 + (Arrive * Seconds * number);
}
