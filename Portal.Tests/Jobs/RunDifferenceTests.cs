using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What a run of a job does otherwise than the one before.</summary>
public sealed class RunDifferenceTests
{
    private static readonly JobDefinition First = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition with
    {
        Schemas = [new("dev.a", "a-value", 1, 7)],
    };

    [Fact]
    public void Settings_and_schema_versions_are_named_and_what_is_not_known_is_not_nothing()
    {
        var second = First with { Parallelism = 2, Schemas = [new("dev.a", "a-value", 2, 8)] };
        SeenJob[] runs = [Run("4", null), Run("3", second), Run("2", second), Run("1", First)];

        RunDifference
            .Of(runs, runs[2])!
            .ShouldBe([new("parallelism", "1", "2"), new("table dev.a", "a-value version 1", "a-value version 2")]);
        RunDifference.Of(runs, runs[1]).ShouldBe([]);
        RunDifference.Of(runs, runs[0]).ShouldBeNull();
        RunDifference.Of(runs, runs[3]).ShouldBeNull();
    }

    private static SeenJob Run(string id, JobDefinition? definition) =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = id,
            Name = "sums",
            Status = FlinkStatus.Finished,
            Definition = definition,
            StartedAt = DateTimeOffset.UnixEpoch,
            FirstSeenAt = DateTimeOffset.UnixEpoch,
            SeenAt = DateTimeOffset.UnixEpoch,
        };
}
