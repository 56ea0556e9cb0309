using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>How often a job that somebody else started makes checkpoints is read from Flink, before there are any.</summary>
public sealed class CheckpointIntervalTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("600000", 600)]
    [InlineData("9223372036854775807", null)]
    public void Flink_tells_it_and_has_the_longest_number_for_never(string interval, int? seconds)
    {
        using var body = JsonDocument.Parse($$"""{"mode": "exactly_once", "interval": {{interval}}}""");

        CheckpointJson
            .Settings(body.RootElement)
            .ShouldBe(
                new(CheckpointMode.ExactlyOnce, seconds is { } some ? TimeSpan.FromSeconds(some) : default(TimeSpan?))
            );
    }

    [Fact]
    public void A_job_that_has_made_none_yet_is_not_said_to_make_none() =>
        Every(null, new(CheckpointMode.ExactlyOnce, TenMinutes)).ShouldBe(TenMinutes);

    [Fact]
    public void A_program_that_sets_another_than_it_was_given_is_judged_by_its_own()
    {
        var given = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition with { CheckpointSeconds = 10 };

        Every(given, new(CheckpointMode.ExactlyOnce, TenMinutes)).ShouldBe(TenMinutes);
        Every(given, null).ShouldBe(TimeSpan.FromSeconds(10));
    }

    private static TimeSpan? Every(JobDefinition? carried, CheckpointSettings? told)
    {
        var run = new SeenJob
        {
            ClusterId = new ClusterId(1),
            JobId = "a1",
            Name = "orders",
            Status = FlinkStatus.Running,
            StartedAt = Now,
            FirstSeenAt = Now,
            SeenAt = Now,
        };
        var job = new FlinkJob("a1", "orders", FlinkStatus.Running, Now, null, 1, 1);
        return FactsOf.Now(new(job, null, null, carried, [], told), run, Now).CheckpointEvery;
    }
}
