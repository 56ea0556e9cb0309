using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.LocalCluster.Streams.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A job whose machine's clock is set back goes on: it reads, checkpoints and commits.</summary>
public sealed class ClockTests
{
    private const string Id = "000000000000000000000000000000c1";

    [ClusterFact]
    public async Task A_job_goes_on_when_the_clock_is_set_back_under_it()
    {
        await using var cluster = await LocalKafka.Start(1);
        using var topics = new StreamTopics(cluster, cluster);
        using var folder = new LogFolder();
        var (from, to) = (await topics.Client.Topic(), await topics.Client.Topic());
        var clock = new SetBackClock();
        var jobs = new StreamJobs(
            new JobStore(folder.Path),
            new StreamSettings(1_000, 1_000_000, 1),
            new TaskSlots(1, TimeSpan.FromSeconds(10)),
            clock,
            NullLogger<StreamJobs>.Instance
        );
        var job = jobs.Submit(
            Id,
            [
                topics.Table("i", from, "id BIGINT"),
                topics.Table("o", to, "id BIGINT"),
                "INSERT INTO o SELECT id FROM i",
            ],
            ImmutableDictionary<string, string>.Empty.Add("execution.checkpointing.interval", "100ms")
        );
        try
        {
            await topics.Produce(from, ["""{"id":1}"""]);
            await Deadline.Until(() => topics.Committed(to).Count == 1);
            var before = job.Record.Completed;

            clock.Behind = TimeSpan.FromDays(1);
            await topics.Produce(from, ["""{"id":1}""", """{"id":2}"""]);
            await Deadline.Until(() => job.Record.Completed > before + 3);
            await Deadline.Until(() => topics.Committed(to).Count >= 3);

            topics.Committed(to).Select(row => row.GetProperty("id").GetInt32()).ShouldBe([1, 1, 2]);
            (job.Record.State, job.Record.Restarts).ShouldBe((JobStates.Running, 0));
        }
        finally
        {
            job.Cancel();
            await Deadline.Until(() => job.Record.IsOver);
        }
    }

    private sealed class SetBackClock : TimeProvider
    {
        public TimeSpan Behind { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Behind;
    }
}
