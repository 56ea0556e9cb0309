using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What is kept of a job on the disk decides whether it runs again: it may not be written, not be read, or belong to a job that another one shut out.</summary>
public sealed class JobRecordTests : IAsyncLifetime, IDisposable
{
    private const int Some = StreamTopics.Copied;
    private const string Trigger = "000000000000000000000000000000d1";
    private LocalKafkaProcess _cluster = null!;
    private StreamTopics _topics = null!;

    private string Jobs => Path.Combine(_cluster.Data, "streams", "jobs");

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafkaProcess.Start(1);
        _topics = new(_cluster, _cluster);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _topics.Dispose();

    [ClusterFact]
    public async Task A_job_is_over_once_its_end_is_on_the_disk_and_does_not_come_back()
    {
        var (job, _, to) = await _topics.Copy();
        var full = await Full(job);
        var folder = Path.Combine(_cluster.Data, "savepoints");

        await _topics.Stop(job, folder, Trigger);
        await Deadline.Until(() =>
            Directory.Exists(folder) && Directory.EnumerateFiles(folder, "_metadata", SearchOption.AllDirectories).Any()
        );

        (await _topics.State(job)).ShouldBe("RUNNING");
        (await _topics.Get($"/jobs/{job}/savepoints/{Trigger}")).GetRawText().ShouldContain("IN_PROGRESS");

        File.Delete(full);
        (await _topics.Location(job, Trigger)).ShouldNotBeNull();
        (await _topics.State(job)).ShouldBe("FINISHED");
        await _cluster.Kill();
        await _cluster.Up();
        (await _topics.State(job)).ShouldBe("FINISHED");
        _topics.Committed(to).Count.ShouldBe(Some);
    }

    [ClusterFact]
    public async Task A_job_that_the_process_left_before_its_end_was_kept_goes_on_from_its_last_checkpoint()
    {
        var (job, from, to) = await _topics.Copy();
        var full = await Full(job);

        await _topics.Ask(HttpMethod.Patch, $"/jobs/{job}?mode=cancel");
        await Deadline.Until(async () => await _topics.State(job) == "CANCELLING");
        await _cluster.Kill();
        File.Delete(full);
        await _cluster.Up();

        await _topics.Produce(from, StreamTopics.Numbers(Some, 2 * Some));
        await Deadline.Until(() => _topics.Committed(to).Count >= 2 * Some);
        _topics
            .Committed(to)
            .Select(row => row.GetProperty("id").GetInt32())
            .Order()
            .ShouldBe(Enumerable.Range(0, 2 * Some));
        await _topics.Cancel(job);
    }

    [ClusterFact]
    public async Task A_job_that_cannot_be_kept_is_refused_and_can_be_sent_again()
    {
        const string Job = "000000000000000000000000000000d2";
        var inTheWay = Path.Combine(Directory.CreateDirectory(Jobs).FullName, Job);
        await File.WriteAllTextAsync(inTheWay, "");
        var (from, to) = (await _topics.Client.Topic(), await _topics.Client.Topic());

        (await Should.ThrowAsync<InvalidOperationException>(() => Start(from, to, Job))).Message.ShouldContain(
            "can't be kept on the disk, so it isn't started"
        );
        (await _topics.Get("/jobs/overview")).GetRawText().ShouldNotContain(Job);

        File.Delete(inTheWay);
        (await Start(from, to, Job)).ShouldBe(Job);
        await Deadline.Until(async () => await _topics.State(Job) == "RUNNING");
    }

    [ClusterFact]
    public async Task A_record_that_cannot_be_read_keeps_neither_the_cluster_nor_the_other_jobs_from_starting()
    {
        var (job, from, to) = await _topics.Copy();
        var torn = Directory.CreateDirectory(Path.Combine(Jobs, "000000000000000000000000000000d3")).FullName;
        await File.WriteAllTextAsync(Path.Combine(torn, "job.json"), """{"Id":"00""");

        await _cluster.Stop();
        await _cluster.Up();

        await _topics.Produce(from, StreamTopics.Numbers(Some, 2 * Some));
        await Deadline.Until(() => _topics.Committed(to).Count == 2 * Some);
        (await _topics.State(job)).ShouldBe("RUNNING");
        _cluster.Log.ShouldContain("A job's record can't be read, so the job isn't started.");
        File.Exists(Path.Combine(torn, "job.json")).ShouldBeTrue();
    }

    [ClusterFact]
    public async Task A_job_never_takes_another_one_s_transaction_for_its_own()
    {
        var (mine, others, to) = (
            await _topics.Client.Topic(),
            await _topics.Client.Topic(),
            await _topics.Client.Topic()
        );
        (string, string) byHand = ("execution.checkpointing.interval", "4min");
        await _topics.Produce(mine, StreamTopics.Numbers(0, 1));
        var first = await Start(mine, to, null, byHand);
        await Deadline.Until(() => Uncommitted(to) == 1);
        // It writes under the same transactional id, and so shuts the first one out, which hears of it with its next commit.
        await _topics.Produce(others, StreamTopics.Numbers(1, 2));
        await Start(others, to, null, byHand);
        await Deadline.Until(() => Uncommitted(to) == 2);

        await _topics.Savepoint(first, Path.Combine(_cluster.Data, "savepoints"), Trigger);
        await Deadline.Until(async () =>
            (await _topics.Get($"/jobs/{first}/savepoints/{Trigger}"))
                .GetRawText()
                .Contains("another job writes with the same 'sink.transactional-id-prefix'", StringComparison.Ordinal)
        );

        _topics.Committed(to).ShouldBeEmpty();
    }

    /// <summary>What is kept of the job next meets a full disk.</summary>
    private async Task<string> Full(string job)
    {
        var file = Path.Combine(Jobs, job, "job.json.new");
        // Each checkpoint writes it, so it may be there just now.
        await Deadline.Until(() =>
        {
            try
            {
                return File.CreateSymbolicLink(file, "/dev/full").LinkTarget is not null;
            }
            catch (IOException)
            {
                return false;
            }
        });
        return file;
    }

    private int Uncommitted(string topic) => _topics.Read(topic, IsolationLevel.ReadUncommitted).Count;

    private Task<string> Start(string from, string to, string? id, params (string, string)[] options) =>
        _topics.Start(
            "INSERT INTO o SELECT id FROM i",
            [_topics.Table("i", from, "id BIGINT"), _topics.Table("o", to, "id BIGINT")],
            [.. options, .. id is null ? Array.Empty<(string, string)>() : [("$internal.pipeline.job-id", id)]]
        );
}
