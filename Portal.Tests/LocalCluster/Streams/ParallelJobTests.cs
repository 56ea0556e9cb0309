using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Jobs with several subtasks: every record counted once and copied once, whatever their number was before and is now.</summary>
public sealed class ParallelJobTests(ParallelJobTests.World world) : IClassFixture<ParallelJobTests.World>
{
    private const int Partitions = 3;
    private const int Keys = 20;
    private const int Some = 300;

    [ClusterFact]
    public async Task A_job_goes_on_exactly_with_four_subtasks_from_a_savepoint_of_one_and_with_two_from_one_of_four()
    {
        var job = await Counts.Start(world, parallelism: 1);
        await job.Write(Some);
        await job.HasCounted();

        foreach (var parallelism in (int[])[4, 2])
        {
            await job.StopAndStart(parallelism);
            await job.Write(Some);
            await job.HasCounted();
        }

        await job.IsExact();
    }

    [ClusterFact]
    public async Task A_job_goes_on_exactly_with_another_number_of_subtasks_from_a_checkpoint()
    {
        var job = await Counts.Start(world, parallelism: 1);
        await job.Write(Some);
        await job.HasCounted();

        foreach (var parallelism in (int[])[4, 2])
        {
            await job.CancelAndStart(parallelism);
            await job.Write(Some);
            await job.HasCounted();
        }

        await job.IsExact();
    }

    [ClusterFact]
    public async Task The_number_of_key_groups_stays_that_of_the_savepoint_in_words()
    {
        var job = await Counts.Start(world, parallelism: 2, ("pipeline.max-parallelism", "3"));
        await job.Write(Some);
        await job.HasCounted();

        await job.StopAndStart(2, ("pipeline.max-parallelism", "64"));
        await job.Fails("The state is divided into 3 key groups, and 'pipeline.max-parallelism' is 64");

        await job.StartAgain(4);
        await job.Fails("so the job can have 3 subtasks at most; 'parallelism.default' is 4");

        await job.StartAgain(3);
        await job.Write(Some);
        await job.HasCounted();
        await job.IsExact();
    }

    [ClusterFact]
    public async Task Each_subtask_is_shown_with_what_it_read_wrote_and_waited_for()
    {
        var job = await Counts.Start(world, parallelism: 2);
        await job.Write(Some);
        await job.HasCounted();

        var vertices = (await job.Get("")).GetProperty("vertices").EnumerateArray().ToList();
        vertices.Count.ShouldBe(3, "the source, the groups and the copies, each with its sink");
        foreach (var vertex in vertices)
        {
            var id = vertex.GetProperty("id").GetString();
            vertex.GetProperty("parallelism").GetInt32().ShouldBe(2);
            vertex.GetProperty("maxParallelism").GetInt32().ShouldBe(128);
            var of = await job.Get($"/vertices/{id}");
            var read = of.GetProperty("subtasks")
                .EnumerateArray()
                .Select(subtask => subtask.GetProperty("metrics").GetProperty("read-records").GetInt64())
                .ToList();
            read.Count.ShouldBe(2);
            read.ShouldAllBe(records => records > 0);
            read.Sum().ShouldBe(vertex.GetProperty("metrics").GetProperty("read-records").GetInt64());
            (await job.Get($"/vertices/{id}/metrics?get=0.numRecordsIn,1.numRecordsIn"))
                .EnumerateArray()
                .Select(metric => long.Parse(metric.GetProperty("value").GetString()!))
                .ShouldBe(read);
            (await job.Get($"/vertices/{id}/subtasks/1/metrics?get=numRecordsIn"))[0]
                .GetProperty("value")
                .GetString()
                .ShouldBe($"{read[1]}");
            var all = (await job.Get($"/vertices/{id}/subtasks/metrics?get=numRecordsIn&agg=sum,max"))[0];
            (all.GetProperty("sum").GetInt64(), all.GetProperty("max").GetInt64()).ShouldBe((read.Sum(), read.Max()));
            (await job.Get($"/vertices/{id}/backpressure")).GetProperty("subtasks").GetArrayLength().ShouldBe(2);
        }

        (await job.Get("/plan"))
            .GetProperty("plan")
            .GetProperty("nodes")
            .EnumerateArray()
            .Skip(1)
            .Select(node => node.GetProperty("inputs")[0].GetProperty("ship_strategy").GetString())
            .ShouldBe(["HASH", "FORWARD"]);
        var checkpoint = (await job.Get("/checkpoints")).GetProperty("latest").GetProperty("completed");
        checkpoint.GetProperty("num_subtasks").GetInt32().ShouldBe(6);
        await job.IsExact();
    }

    public sealed class World : IAsyncLifetime, IOptionalFixture
    {
        public bool IsNeeded => EngineSkip.ClusterUnchanged is null;

        internal LocalKafka Cluster { get; private set; } = null!;

        internal StreamTopics Topics { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (IsNeeded)
            {
                Cluster = await LocalKafka.Start(brokers: 1);
                Topics = new(Cluster, Cluster);
            }
        }

        public async Task DisposeAsync()
        {
            if (IsNeeded)
            {
                Topics.Dispose();
                await Cluster.DisposeAsync();
            }
        }
    }

    /// <summary>Counts records by key into a table of upserts and copies them into another topic, both exactly once.</summary>
    private sealed class Counts(World world, string from, string counted, string copied)
    {
        private const string Insert = """
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO counted SELECT k, COUNT(*), SUM(id) FROM i GROUP BY k;
            INSERT INTO copied SELECT id FROM i;
            END
            """;
        private string _id = "";
        private string _savepoint = "";
        private int _written;
        private int _asked;

        public static async Task<Counts> Start(World world, int parallelism, params (string, string)[] options)
        {
            var client = world.Topics.Client;
            var job = new Counts(world, await client.Topic(Partitions), await client.Topic(2), await client.Topic(2));
            await job.Begin([("parallelism.default", $"{parallelism}"), .. options]);
            return job;
        }

        public async Task Write(int count)
        {
            var records = Enumerable.Range(_written, count).GroupBy(id => id % Partitions);
            await Task.WhenAll(
                records.Select(part =>
                    world.Topics.Produce(
                        from,
                        part.Select(id => $$"""{"id":{{id}},"k":"k{{id * 7 % Keys}}"}"""),
                        part.Key
                    )
                )
            );
            _written += count;
        }

        public Task HasCounted() =>
            Deadline.Until(() =>
                Last().Values.Sum(count => count.Count) == _written && world.Topics.Committed(copied).Count >= _written
            );

        public async Task StopAndStart(int parallelism, params (string, string)[] options)
        {
            var folder = Path.Combine(world.Cluster.Data, "savepoints-of-tests", from);
            _savepoint = await world.Topics.Location(_id, await world.Topics.Stop(_id, folder, $"{++_asked:x32}"));
            await StartAgain(parallelism, options);
        }

        public async Task CancelAndStart(int parallelism)
        {
            await world.Topics.Cancel(_id);
            var folder = Path.GetDirectoryName(world.Topics.CheckpointFolder(_id, 1))!;
            _savepoint = Directory
                .GetDirectories(folder)
                .MaxBy(path => int.Parse(path[(path.LastIndexOf('-') + 1)..]))!;
            await StartAgain(parallelism);
        }

        public Task StartAgain(int parallelism, params (string, string)[] options) =>
            Begin([
                ("parallelism.default", $"{parallelism}"),
                ("execution.state-recovery.path", _savepoint),
                .. options,
            ]);

        public async Task Fails(string words)
        {
            await Deadline.Until(async () => await world.Topics.State(_id) == "FAILED");
            (await world.Topics.Exceptions(_id)).ShouldContain(words);
        }

        public Task<JsonElement> Get(string route) => world.Topics.Get($"/jobs/{_id}{route}");

        /// <summary>Each record once, and the counts of a key in the order in which they grew.</summary>
        public async Task IsExact()
        {
            var copies = world.Topics.Committed(copied).Select(row => row.GetProperty("id").GetInt32());
            copies.Order().ShouldBe(Enumerable.Range(0, _written));
            Last()
                .OrderBy(each => each.Key, StringComparer.Ordinal)
                .ShouldBe(
                    Enumerable
                        .Range(0, _written)
                        .GroupBy(id => $"k{id * 7 % Keys}")
                        .Select(key => KeyValuePair.Create(key.Key, (key.Count(), key.Sum())))
                        .OrderBy(each => each.Key, StringComparer.Ordinal)
                );
            foreach (var key in Rows().GroupBy(row => row.Key))
            {
                key.Select(row => row.Count).ShouldBeInOrder();
                key.Select(row => row.Count).ShouldBeUnique();
            }

            await world.Topics.Cancel(_id);
        }

        private Dictionary<string, (int Count, int Sum)> Last() =>
            Rows().GroupBy(row => row.Key).ToDictionary(key => key.Key, key => (key.Last().Count, key.Last().Sum));

        private List<(string Key, int Count, int Sum)> Rows() =>
            [
                .. world
                    .Topics.Committed(counted)
                    .Select(row =>
                        (
                            row.GetProperty("k").GetString()!,
                            row.GetProperty("n").GetInt32(),
                            row.GetProperty("total").GetInt32()
                        )
                    ),
            ];

        private async Task Begin((string, string)[] options) =>
            _id = await world.Topics.Start(
                Insert,
                [
                    world.Topics.Table("i", from, "id INT, k STRING"),
                    $"CREATE TABLE counted (k STRING, n BIGINT, total INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = '{counted}', "
                        + "'key.format' = 'json', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', "
                        + $"'sink.transactional-id-prefix' = '{counted}', 'properties.transaction.timeout.ms' = '60000', 'properties.bootstrap.servers' = '{world.Cluster.Bootstrap}')",
                    world.Topics.Table("copied", copied, "id INT"),
                ],
                options
            );
    }
}
