using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>A Flink that takes too long is given up, so that the next look at all others isn't late.</summary>
public sealed class SlowFlinkTests
{
    [Fact]
    public async Task What_it_does_not_answer_in_time_is_its_failure_and_what_was_seen_stays()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        world.Flink.Answers = stop => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);

        await world.Read(new ImpatientClock());

        await using var db = world.CreateDbContext();
        var reading = await db.Set<FlinkReading>().SingleAsync();
        reading.Failure.ShouldBe("It did not answer all questions about its jobs within 45\u00A0s.");
        reading.ReadAt.ShouldNotBeNull();
        (await db.Set<SeenJob>().SingleAsync()).Status.ShouldBe(FlinkStatus.Running);
    }
}
