using Portal.Core.Jobs.Rehearsals;

namespace Portal.Tests.Jobs;

/// <summary>What a running version and its rehearsal wrote, in words.</summary>
public sealed class OutputComparisonTests
{
    [Fact]
    public void By_key_it_counts_what_only_one_wrote_and_shows_masked_where_the_newest_value_differs()
    {
        var words = OutputComparison.InWords(
            "prod.sums",
            Written(("a", "1"), ("a", "2"), ("b", "5"), ("c", "7")),
            Written(("a", "2"), ("b", "6"), ("d", "8"), ("e", "9"))
        );

        words.ShouldBe(
            "prod.sums since the savepoint: 4 records by the running version, 4 records by the rehearsal. "
                + "Of their keys 2 are in both; 1 only by the running version (k-c), 2 only by the rehearsal (k-d, k-e); "
                + "for 1 key the newest value differs (k-b: v-5 and v-6)."
        );
    }

    [Fact]
    public void Without_keys_values_are_compared_and_equal_outputs_say_so()
    {
        var same = Written((null, "1"), (null, "1"), (null, "2"));

        OutputComparison
            .InWords("prod.log", same, same with { IsWhole = false })
            .ShouldBe(
                "prod.log since the savepoint: 3 records by the running version, the first 3 records by the rehearsal. "
                    + "Without keys, 2 values are in both; 0 only by the running version, 0 only by the rehearsal."
            );
    }

    private static WrittenRecords Written(params (string? Key, string Value)[] records) =>
        new([.. records.Select(r => new WrittenRecord(r.Key, r.Value, $"k-{r.Key}", $"v-{r.Value}"))], IsWhole: true);
}
