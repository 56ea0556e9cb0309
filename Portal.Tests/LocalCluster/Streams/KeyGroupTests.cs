using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Snapshots are divided by key groups: a key that went into another one with a later version would be looked for where it isn't.</summary>
public sealed class KeyGroupTests
{
    public static TheoryData<string, object?[], int> Keys() =>
        new()
        {
            { "nothing", [], 31198 },
            { "NULL", [null], 14831 },
            { "true", [true], 16052 },
            { "1", [1L], 7386 },
            { "-1", [-1L], 2074 },
            { "1.5", [1.5], 26015 },
            { "1.5 as FLOAT", [1.5f], 31551 },
            { "12.30", [12.30m], 13387 },
            { "text", ["k1"], 28589 },
            { "letters beyond Latin", ["ключ 鍵 🔑"], 6394 },
            { "bytes", [new byte[] { 1, 2, 3 }], 22399 },
            { "a date", [new DateOnly(2026, 11, 26)], 269 },
            { "a time of day", [new TimeOnly(12, 30)], 12155 },
            { "a timestamp", [new DateTime(2026, 11, 26)], 12272 },
            { "an instant", [new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero)], 1997 },
            { "an array", [new object?[] { 1L, null, "x" }], 26971 },
            { "two values", ["k1", 1L], 20380 },
        };

    [ClusterTheory]
    [MemberData(nameof(Keys))]
    public void A_key_is_in_the_same_group_in_every_version(string name, object?[] key, int group) =>
        KeyGroups.Of(key, 32_768).ShouldBe(group, name);

    [ClusterFact]
    public void Keys_that_are_the_same_are_in_the_same_group()
    {
        Group(1.0m).ShouldBe(Group(1.000m));
        Group(0.0).ShouldBe(Group(-0.0));
        Group(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(Group(new DateTime(2026, 1, 1)));
        Group(Map(("a", 1L), ("b", null))).ShouldBe(Group(Map(("b", null), ("a", 1L))));

        static int Group(object? value) => KeyGroups.Of([value], 32_768);
        static SqlMap Map(params (string Key, object? Value)[] entries) =>
            new(entries.Select(each => KeyValuePair.Create<object, object?>(each.Key, each.Value)));
    }

    /// <summary>The numbers are those of Flink's KeyGroupRangeAssignment.</summary>
    [ClusterTheory]
    [InlineData(1, 128)]
    [InlineData(85, 128)]
    [InlineData(86, 256)]
    [InlineData(200, 512)]
    [InlineData(30_000, 32_768)]
    public void A_job_that_names_no_number_has_as_many_groups_as_in_Flink(int parallelism, int groups) =>
        KeyGroups.Default(parallelism).ShouldBe(groups);

    [ClusterTheory]
    [InlineData(1, 128)]
    [InlineData(3, 128)]
    [InlineData(4, 128)]
    [InlineData(7, 10)]
    [InlineData(128, 128)]
    public void Each_group_is_in_the_range_of_the_subtask_that_it_goes_to_and_in_no_other(int parallelism, int groups)
    {
        for (var group = 0; group < groups; group++)
        {
            Enumerable
                .Range(0, parallelism)
                .Where(subtask => KeyGroups.RangeOf(subtask, parallelism, groups).Has(group))
                .ShouldBe([KeyGroups.SubtaskOf(group, parallelism, groups)]);
        }
    }

    [ClusterFact]
    public void Keys_are_spread_evenly()
    {
        var counts = new int[4];
        for (var i = 0L; i < 4_000; i++)
        {
            counts[KeyGroups.SubtaskOf(KeyGroups.Of([$"customer {i}", i], 128), 4, 128)]++;
        }

        counts.ShouldAllBe(count => count > 800 && count < 1_200);
    }
}
