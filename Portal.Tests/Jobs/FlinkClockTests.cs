using Portal.Core;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>The times of a run are by its Flink's clock, also after a reading that doesn't show it.</summary>
public sealed class FlinkClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_goes_on_while_a_reading_lacks_the_run_itself()
    {
        var flink = Now.AddMinutes(-20);

        Read(JobFacts.None with { AsOf = flink }).AsOf.ShouldBe(flink.AddSeconds(30));
        Read(JobFacts.None).AsOf.ShouldBeNull();
    }

    /// <summary>Half a minute after what was known before.</summary>
    private static JobFacts Read(JobFacts before)
    {
        var run = new SeenJob
        {
            ClusterId = new ClusterId(1),
            JobId = "1f",
            Name = "sums",
            Status = FlinkStatus.Running,
            StartedAt = Now.AddHours(-1),
            FirstSeenAt = Now.AddHours(-1),
            SeenAt = Now,
            Facts = before,
        };
        var job = new FlinkJob("1f", "sums", FlinkStatus.Running, Now.AddHours(-1), null, 1, 1);
        return FactsOf.Now(new(job, null, null, null, [], null), run, Now.AddSeconds(30));
    }
}
