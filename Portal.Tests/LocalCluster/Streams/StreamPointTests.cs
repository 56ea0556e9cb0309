using System.Net;
using System.Text.Json;
using Confluent.Kafka;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Streams.State;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>
/// kill -9 of the local cluster, brokers and jobs together, at each point of a checkpoint, a restore, a savepoint and a rescale at which something lies on
/// the disk that the brokers don't have yet, or the other way round. An exactly-once job counts rows into one topic and copies them into another; both have
/// each once in the end. It is killed where its thread waits for an answer that the gate before the brokers keeps.
/// </summary>
public sealed class StreamPointTests(StreamPointTests.World world) : IClassFixture<StreamPointTests.World>
{
    private const int Some = 50;
    private const int Partitions = 2;

    /// <summary>Checkpoints are the savepoints that a test asks for.</summary>
    private static readonly (string, string) ByHand = ("execution.checkpointing.interval", "4min");

    /// <summary>How far a checkpoint came.</summary>
    public enum Point
    {
        SnapshotIsTorn,
        SnapshotIsWhole,
        SnapshotIsNamed,
        OneTransactionIsCommitted,
        AllTransactionsAreCommitted,
    }

    [ClusterTheory]
    [InlineData(Point.SnapshotIsWhole, 1)]
    [InlineData(Point.OneTransactionIsCommitted, 1)]
    [InlineData(Point.OneTransactionIsCommitted, 2)]
    public Task A_job_killed_in_a_checkpoint_writes_each_record_once(Point point, int parallelism) =>
        KilledInCheckpoint(point, ("parallelism.default", $"{parallelism}"));

    /// <summary>The disk and the brokers are left as at one of the other points, or as in a restore.</summary>
    [LongTheory]
    [InlineData(Point.SnapshotIsTorn)]
    [InlineData(Point.SnapshotIsNamed)]
    [InlineData(Point.AllTransactionsAreCommitted)]
    public Task A_job_killed_at_the_other_points_of_a_checkpoint_writes_each_record_once(Point point) =>
        KilledInCheckpoint(point);

    [ClusterFact]
    public async Task A_job_killed_again_and_again_in_its_restore_writes_each_record_once()
    {
        var job = await Copies.Start(world);
        await job.Write(Some);
        await job.HasWritten(Some, IsolationLevel.ReadCommitted);
        var reached = world.Gate.Close(ApiKey.EndTxn);
        await job.Write(Some);
        await reached.WaitAsync(World.Soon);

        // Before the checkpoint's transactions are committed; between that and new ones; before the first record.
        foreach (var key in new[] { ApiKey.EndTxn, ApiKey.InitProducerId, ApiKey.Fetch })
        {
            await world.Cluster.Kill();
            reached = world.Gate.Close(key);
            await world.Cluster.Up();
            await reached.WaitAsync(World.Soon);
        }

        await world.Cluster.Kill();
        await world.Again();
        await job.Write(Some);
        await job.IsExact();
    }

    [ClusterFact]
    public async Task A_savepoint_written_and_not_answered_before_the_kill_is_whole_and_can_be_asked_for_again()
    {
        var job = await Copies.Start(world, ByHand);
        await job.Write(Some);
        await job.HasWritten(Some, IsolationLevel.ReadUncommitted);
        var reached = world.Gate.Close(ApiKey.EndTxn);
        var lost = await job.AskForSavepoint();
        await reached.WaitAsync(World.Soon);
        await world.Cluster.Kill();
        var written = job.SavepointsOnDisk.ShouldHaveSingleItem();
        // As Flink names its folder: six digits of the job, twelve of its own.
        Path.GetFileName(Path.GetDirectoryName(written)!).ShouldMatch("^savepoint-[0-9a-f]{6}-[0-9a-f]{12}$");

        await world.Again();
        await job.HasWritten(Some, IsolationLevel.ReadCommitted);
        (await Should.ThrowAsync<HttpRequestException>(() => job.AnswerOf(lost))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        await Deadline.Until(async () => await job.State() == "RUNNING");
        await job.LocationOf(lost = await job.AskForSavepoint());
        job.SavepointsOnDisk.Count.ShouldBe(2);

        // Nothing came after it, so the job may go on from it as if it had been answered.
        await job.Cancel();
        await job.StartFrom(written, ByHand);
        await job.Write(Some);
        await job.HasWritten(2 * Some, IsolationLevel.ReadUncommitted);
        await job.LocationOf(await job.AskForSavepoint());
        await job.IsExact();
    }

    [ClusterFact]
    public async Task A_rescale_killed_in_its_stop_before_its_start_and_in_its_start_writes_each_record_once()
    {
        var job = await Copies.Start(world, ByHand);
        await job.Write(Some);
        await job.HasWritten(Some, IsolationLevel.ReadUncommitted);
        var reached = world.Gate.Close(ApiKey.EndTxn);
        await job.AskForStop();
        await reached.WaitAsync(World.Soon);
        await world.Cluster.Kill();
        await world.Again();
        await Deadline.Until(async () => await job.State() == "RUNNING");

        var stopped = await job.LocationOf(await job.AskForStop());
        (await job.State()).ShouldBe("FINISHED");
        await world.Cluster.Kill();
        await world.Again();
        (await job.State()).ShouldBe("FINISHED");

        reached = world.Gate.Close(ApiKey.InitProducerId);
        await job.StartFrom(stopped, ("parallelism.default", "2"));
        await reached.WaitAsync(World.Soon);
        await world.Cluster.Kill();
        await world.Again();
        await job.Write(Some);
        await job.IsExact();
    }

    private async Task KilledInCheckpoint(Point point, params (string, string)[] options)
    {
        var job = await Copies.Start(world, options);
        await job.Write(Some);
        await job.HasWritten(Some, IsolationLevel.ReadCommitted);

        var reached = world.Gate.Close(
            ApiKey.EndTxn,
            pass: point >= Point.OneTransactionIsCommitted ? 1 : 0,
            isAnswer: point == Point.AllTransactionsAreCommitted
        );
        await job.Write(Some);
        await reached.WaitAsync(World.Soon);
        await world.Cluster.Kill();
        if (point <= Point.SnapshotIsWhole)
        {
            job.TakeBackTheName(isTorn: point == Point.SnapshotIsTorn);
        }

        await world.Again();
        await job.Write(Some);
        await job.IsExact();
    }

    /// <summary>One cluster, killed by every test, and the way to it.</summary>
    public sealed class World : IAsyncLifetime, IOptionalFixture
    {
        internal static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

        public bool IsNeeded => EngineSkip.ClusterUnchanged is null || EngineSkip.FullRunOnly is null;

        internal LocalKafkaProcess Cluster { get; private set; } = null!;

        internal KafkaGate Gate { get; private set; } = null!;

        internal StreamTopics Topics { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (IsNeeded)
            {
                Cluster = await LocalKafkaProcess.Start(brokers: 1);
                Gate = new(Cluster.Port(1));
                Topics = new(Cluster, Cluster, Gate.Bootstrap);
            }
        }

        public async Task DisposeAsync()
        {
            if (IsNeeded)
            {
                Topics.Dispose();
                Gate.Dispose();
                await Cluster.DisposeAsync();
            }
        }

        internal async Task Again()
        {
            Gate.Open();
            await Cluster.Up();
        }
    }

    /// <summary>The job of one test, and what it should have written.</summary>
    private sealed class Copies(World world, string from, string counted, string copied)
    {
        private const string Insert = """
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO counted SELECT id, COUNT(*) OVER (ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM i;
            INSERT INTO copied SELECT id FROM i;
            END
            """;
        private string _id = "";
        private int _written;
        private int _asked;

        private string Savepoints => Path.Combine(world.Cluster.Data, "savepoints-of-tests", from);

        public List<string> SavepointsOnDisk =>
            [.. Directory.GetFiles(Savepoints, Snapshot.FileName, SearchOption.AllDirectories)];

        public static async Task<Copies> Start(World world, params (string, string)[] options)
        {
            var client = world.Topics.Client;
            var job = new Copies(world, await client.Topic(Partitions), await client.Topic(), await client.Topic());
            await job.Begin(options);
            return job;
        }

        public Task StartFrom(string savepoint, params (string, string)[] options) =>
            Begin([("execution.state-recovery.path", savepoint), .. options]);

        public async Task Write(int count)
        {
            var records = Enumerable.Range(_written, count).ToLookup(id => id % Partitions);
            await Task.WhenAll(
                records.Select(part => world.Topics.Produce(from, part.Select(id => $$"""{"id":{{id}}}"""), part.Key))
            );
            _written += count;
        }

        public async Task HasWritten(int count, IsolationLevel level)
        {
            await Rows(counted, count, level);
            await Rows(copied, count, level);
        }

        /// <summary>Each record once, and counted once.</summary>
        public async Task IsExact()
        {
            var counts = await Rows(counted, _written, IsolationLevel.ReadCommitted);
            var copies = await Rows(copied, _written, IsolationLevel.ReadCommitted);
            Numbers(counts, "id").ShouldBe(Enumerable.Range(0, _written));
            Numbers(counts, "n").ShouldBe(Enumerable.Range(1, _written));
            Numbers(copies, "id").ShouldBe(Enumerable.Range(0, _written));
            await Cancel();
        }

        public Task Cancel() => world.Topics.Cancel(_id);

        public Task<string> State() => world.Topics.State(_id);

        public Task<string> AskForSavepoint() => world.Topics.Savepoint(_id, Savepoints, $"{++_asked:x32}");

        public Task<string> AskForStop() => world.Topics.Stop(_id, Savepoints, $"{++_asked:x32}");

        public Task<string> LocationOf(string trigger) => world.Topics.Location(_id, trigger);

        public Task AnswerOf(string trigger) => world.Topics.Get($"/jobs/{_id}/savepoints/{trigger}");

        /// <summary>The disk as it was before the newest snapshot was renamed, which is the last that the job did to it.</summary>
        /// <param name="isTorn">And before the snapshot was all written.</param>
        public void TakeBackTheName(bool isTorn)
        {
            var all = Directory.GetDirectories(Path.GetDirectoryName(world.Topics.CheckpointFolder(_id, 1))!);
            all.Length.ShouldBeGreaterThan(1, "the one before is kept until the newest is committed");
            var newest = all.MaxBy(folder => int.Parse(folder[(folder.LastIndexOf('-') + 1)..]))!;
            var part = Path.Combine(newest, $"{Snapshot.FileName}.inprogress");
            File.Move(Path.Combine(newest, Snapshot.FileName), part);
            if (isTorn)
            {
                File.WriteAllBytes(part, File.ReadAllBytes(part)[..^20]);
            }
        }

        private async Task Begin((string, string)[] options) =>
            _id = await world.Topics.Start(
                Insert,
                [
                    world.Topics.Table("i", from, "id BIGINT, at AS PROCTIME()"),
                    world.Topics.Table("counted", counted, "id BIGINT, n BIGINT"),
                    world.Topics.Table("copied", copied, "id BIGINT"),
                ],
                options
            );

        private Task<List<JsonElement>> Rows(string topic, int count, IsolationLevel level) =>
            Deadline.For(() =>
            {
                var rows = world.Topics.Read(topic, level);
                return Task.FromResult(rows.Count >= count ? rows : null);
            });

        private static IEnumerable<int> Numbers(List<JsonElement> rows, string column) =>
            rows.Select(row => row.GetProperty(column).GetInt32()).Order();
    }
}
