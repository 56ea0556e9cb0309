using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Checkpoints that can't be written, made so by what lies where they are to lie; each job's records are committed once all the same.</summary>
public sealed class CheckpointFaultTests : IAsyncLifetime, IDisposable
{
    private const int Ahead = 5;
    private LocalKafka _cluster = null!;
    private StreamTopics _topics = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafka.Start(1);
        _topics = new(_cluster, _cluster);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _topics.Dispose();

    [ClusterFact]
    public async Task Checkpoints_that_cannot_be_written_are_tolerated_up_to_the_option_and_then_the_job_starts_again()
    {
        var (job, from, to) = await _topics.Copy(("execution.checkpointing.tolerable-failed-checkpoints", "2"));
        var first = await _topics.NewestCheckpoint(job) + Ahead;
        Block(job, first, 2);
        await Deadline.Until(async () => await _topics.NewestCheckpoint(job) > first + 2);

        (await _topics.Metric(job, "numberOfFailedCheckpoints")).ShouldBe(2);
        (await _topics.Metric(job, "numRestarts")).ShouldBe(0);
        (await _topics.State(job)).ShouldBe("RUNNING");

        first = await _topics.NewestCheckpoint(job) + Ahead;
        Block(job, first, 3);
        await Deadline.Until(async () => await _topics.NewestCheckpoint(job) > first + 3);

        (await _topics.Metric(job, "numRestarts")).ShouldBe(1);
        (await _topics.Exceptions(job)).ShouldContain("Exceeded checkpoint tolerable failure threshold");
        await IsWhole(from, to);
    }

    [ClusterFact]
    public async Task A_disk_full_of_checkpoints_fails_them_in_words_and_leaves_nothing_torn()
    {
        var (job, from, to) = await _topics.Copy(("execution.checkpointing.tolerable-failed-checkpoints", "100"));
        var first = await _topics.NewestCheckpoint(job) + Ahead;
        for (var id = first; id < first + 4; id++)
        {
            Directory.CreateDirectory(_topics.CheckpointFolder(job, id));
            File.CreateSymbolicLink(
                Path.Combine(_topics.CheckpointFolder(job, id), "_metadata.inprogress"),
                "/dev/full"
            );
        }

        await Deadline.Until(async () => await _topics.NewestCheckpoint(job) > first + 4);

        (await _topics.Get($"/jobs/{job}/checkpoints")).GetRawText().ShouldContain("No space left on device");
        (await _topics.Metric(job, "numberOfFailedCheckpoints")).ShouldBe(4);
        (await _topics.Metric(job, "numRestarts")).ShouldBe(0);
        Enumerable
            .Range((int)first, 4)
            .SelectMany(id => Directory.GetFiles(_topics.CheckpointFolder(job, id)))
            .ShouldBeEmpty();
        await IsWhole(from, to);
    }

    [ClusterFact]
    public async Task A_bounded_job_is_not_over_before_what_it_wrote_is_committed_though_its_last_checkpoints_fail()
    {
        const string Job = "000000000000000000000000000000c1";
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());
        await _topics.Produce(from, StreamTopics.Numbers(0, 50));
        Directory.CreateDirectory(Path.GetDirectoryName(_topics.CheckpointFolder(Job, 1))!);
        Block(Job, 1, 3);

        await _topics.Start(
            "INSERT INTO o SELECT id FROM i",
            [
                _topics.Table("i", from, "id BIGINT", ", 'scan.bounded.mode' = 'latest-offset'"),
                _topics.Table("o", to, "id BIGINT"),
            ],
            ("$internal.pipeline.job-id", Job),
            ("execution.checkpointing.tolerable-failed-checkpoints", "100")
        );

        await Deadline.Until(async () => await _topics.State(Job) == "FINISHED");
        (await _topics.Metric(Job, "numRestarts")).ShouldBe(0);
        _topics.Committed(to).Select(row => row.GetProperty("id").GetInt32()).Order().ShouldBe(Enumerable.Range(0, 50));
    }

    [ClusterFact]
    public async Task A_savepoint_that_cannot_be_written_leaves_its_job_as_it_is()
    {
        var (job, from, to) = await _topics.Copy();
        var file = Path.Combine(_cluster.Data, "a-file");
        await File.WriteAllTextAsync(file, "");

        var trigger = await _topics.Savepoint(job, Path.Combine(file, "inside"), "000000000000000000000000000000b1");
        await Deadline.Until(async () =>
            (await _topics.Get($"/jobs/{job}/savepoints/{trigger}"))
                .GetRawText()
                .Contains("failure-cause", StringComparison.Ordinal)
        );

        (await _topics.Get($"/jobs/{job}/savepoints/{trigger}"))
            .GetProperty("operation")
            .GetProperty("failure-cause")
            .GetProperty("stack-trace")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain(
                "CheckpointException: An Exception occurred while triggering the checkpoint. IO-problem detected."
            );
        (await _topics.Metric(job, "numRestarts")).ShouldBe(0);
        (await _topics.State(job)).ShouldBe("RUNNING");
        (await _topics.Exceptions(job)).ShouldContain("\"entries\":[]");
        await IsWhole(from, to);
    }

    // A file where the checkpoint's folder is to be.
    private void Block(string job, long first, int count)
    {
        for (var id = first; id < first + count; id++)
        {
            File.WriteAllText(_topics.CheckpointFolder(job, id), "");
        }
    }

    private async Task IsWhole(string from, string to)
    {
        await _topics.Produce(from, StreamTopics.Numbers(50, 100));
        await Deadline.Until(() => _topics.Committed(to).Count >= 100);
        _topics
            .Committed(to)
            .Select(row => row.GetProperty("id").GetInt32())
            .Order()
            .ShouldBe(Enumerable.Range(0, 100));
    }
}
