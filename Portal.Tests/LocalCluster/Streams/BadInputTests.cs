using System.Text.Json;
using Confluent.Kafka.Admin;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Input that no query can do anything with, and input that is only much: a sentence, or the right rows.</summary>
public sealed class BadInputTests : IAsyncLifetime, IDisposable
{
    private LocalKafka _cluster = null!;
    private Client _client = null!;
    private SqlClient _sql = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafka.Start(1, "MaxStateRows=1000");
        _client = new(_cluster.Bootstrap);
        _sql = await SqlClient.Open(_cluster.SqlGateway, ("table.local-time-zone", "UTC"));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose()
    {
        _sql.Dispose();
        _client.Dispose();
    }

    [ClusterTheory]
    [InlineData("""{"id":1,"text":"x","at":"2025-01-01 00:00:00"}""", "SELECT CAST(text AS INT) FROM t", "'x'")]
    [InlineData("""{"id":0,"at":"2025-01-01 00:00:00"}""", "SELECT 1 / id FROM t", "Division by zero")]
    [InlineData("""{"id":1,"text":""", "SELECT id FROM t", "partition 0, offset 5000")]
    [InlineData("\u0000\u0001", "SELECT id FROM t", "partition 0, offset 5000")]
    [InlineData(
        """{"id":1,"at":"9999-12-31 23:59:59"}""",
        "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(at), INTERVAL '1' DAY)) GROUP BY window_start, window_end",
        "after the year 9999"
    )]
    [InlineData("""{"id":1,"at":null}""", "SELECT id FROM t", "RowTime field should not be null")]
    public async Task A_record_that_fails_after_many_good_ones_is_named(string bad, string query, string words)
    {
        await Table("t", "id INT, text STRING, at TIMESTAMP(3), WATERMARK FOR at AS at", Good(5000).Append(bad));

        (await Fault(query)).ShouldContain(words);
    }

    [ClusterTheory]
    [InlineData("SELECT CAST(text AS INT) FROM t")]
    [InlineData("SELECT 1 / (id - 3) FROM t")]
    public async Task Where_a_row_comes_from_that_a_query_fails_by_is_said(string query)
    {
        await Table("t", "id INT, text STRING", ["""{"id":1,"text":"1"}""", """{"id":3,"text":"x"}"""]);

        (await Fault(query)).ShouldContain("partition 0, offset 1).");
    }

    [LongFact]
    public async Task A_row_that_fails_after_a_million_others_costs_none_of_them_and_doubles_none()
    {
        const int Rows = 1_000_000;
        var to = await _client.Topic();
        var from = await Table("t", "id INT, text STRING", [], isBounded: false);
        using var sql = await SqlClient.Open(
            _cluster.SqlGateway,
            ("execution.checkpointing.interval", "500ms"),
            ("restart-strategy.type", "none")
        );
        await sql.Run(Sql("t", from, "id INT, text STRING", isBounded: false));
        await sql.Run(
            Sql("o", to, "n INT", isBounded: false)
                .Replace(
                    "'format' = 'json'",
                    "'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'm', 'properties.transaction.timeout.ms' = '60000'",
                    StringComparison.Ordinal
                )
        );
        var job = await sql.Start("INSERT INTO o SELECT CAST(text AS INT) FROM t");
        foreach (var part in Good(Rows).Chunk(50_000))
        {
            await Produce(from, part);
        }

        await Deadline.Until(() => Committed(_client, to) == Rows, TimeSpan.FromMinutes(3));
        await Produce(from, ["""{"id":1,"text":"x"}"""]);

        using var http = new HttpClient();
        var said = "";
        await Deadline.Until(async () =>
            (said = await http.GetStringAsync($"{_cluster.Flink}/jobs/{job}/exceptions")).Contains(
                "offset 1000000",
                StringComparison.Ordinal
            )
        );
        said.ShouldContain($"topic {from}, partition 0");
        var written = _client
            .ReadAll(to, with => with.IsolationLevel = Confluent.Kafka.IsolationLevel.ReadCommitted)
            .Select(record => record.Message.Value)
            .ToList();
        written.Count.ShouldBe(Rows);
        written.Distinct().Count().ShouldBe(Rows);
    }

    [ClusterFact]
    public async Task A_record_whose_schema_is_gone_is_named_with_the_schema()
    {
        var topic = await _client.Topic();
        using (
            var producer = new Confluent.Kafka.ProducerBuilder<byte[]?, byte[]>(
                new Confluent.Kafka.ProducerConfig { BootstrapServers = _cluster.Bootstrap }
            ).Build()
        )
        {
            await producer.ProduceAsync(topic, new() { Value = [0, 0, 0, 0x30, 0x39, 2] });
        }

        await _sql.Run(
            Sql("t", topic, "id INT", isBounded: true)
                .Replace(
                    "'format' = 'json'",
                    $"'format' = 'avro-confluent', 'avro-confluent.url' = '{_cluster.Registry}'",
                    StringComparison.Ordinal
                )
        );

        var fault = await Fault("SELECT id FROM t");

        fault.ShouldContain("12345");
        fault.ShouldContain("partition 0, offset 0");
    }

    [ClusterFact]
    public async Task A_group_that_keeps_much_is_state_as_many_groups_are()
    {
        await Table("t", "id INT, text STRING", Good(5000));
        foreach (
            var query in new[]
            {
                "SELECT COUNT(DISTINCT id) FROM t",
                "SELECT LISTAGG(text) FROM t",
                "SELECT MAX(n) FROM (SELECT id, COUNT(*) AS n FROM t GROUP BY id)",
                "SELECT id, COUNT(*) FROM t GROUP BY id",
                "SELECT a.id FROM t AS a JOIN t AS b ON a.text = b.text WHERE a.id < 0",
            }
        )
        {
            (await Fault(query)).ShouldContain("1,000 are the most (LocalCluster:MaxStateRows)", Case.Sensitive, query);
        }
    }

    [ClusterFact]
    public async Task Of_the_first_and_the_last_value_one_each_is_state_however_many_came()
    {
        await Table("t", "id INT, text STRING", Good(5000));

        Conformance
            .Final(await _sql.Rows("SELECT FIRST_VALUE(id), LAST_VALUE(text) FROM t"))
            .ShouldBe(["""[1,"4999"]"""]);
    }

    [ClusterFact]
    public async Task A_key_that_nearly_all_rows_have_is_counted_as_any_other()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $$"""{"id":{{(i % 100 == 0 ? i % 700 : 7)}}}""");
        await Table("t", "id INT", rows);

        var counts = Conformance.Final(await _sql.Rows("SELECT id, COUNT(*) FROM t GROUP BY id"));

        counts.ShouldContain("[7,19800]");
        counts.Count.ShouldBe(8);
    }

    [ClusterFact]
    public async Task A_statement_that_is_too_wide_or_too_long_is_refused_and_a_long_one_is_read()
    {
        await Table("t", "id INT", ["""{"id":1}"""]);
        var wide = string.Join(", ", Enumerable.Range(0, 10_000).Select(i => $"c{i} INT"));
        (await Fault($"CREATE TABLE wide ({wide}) WITH ('connector' = 'kafka')")).ShouldContain(
            "1 to 2,000 columns, this one 10,000"
        );

        var joins = string.Concat(Enumerable.Range(0, 100).Select(i => $" JOIN t AS t{i} ON t{i}.id = t.id"));
        Conformance.Final(await _sql.Rows($"SELECT t.id FROM t{joins}")).ShouldBe(["[1]"]);

        var megabyte = new string('x', 900_000);
        Conformance.Final(await _sql.Rows($"SELECT CHAR_LENGTH('{megabyte}') FROM t")).ShouldBe(["[900000]"]);
        (await Fault($"SELECT {megabyte} FROM t")).ShouldContain("line 1, column 8");
        (await Fault($"SELECT '{megabyte}{megabyte}' FROM t")).ShouldContain("1,000,000 are read");
    }

    [ClusterFact]
    public async Task A_partition_that_comes_while_a_job_reads_is_read_from_its_start()
    {
        var (from, to) = (await Table("t", "id INT", ["""{"id":1}"""], isBounded: false), Client.NewName("out"));
        await _client.Create(to, 1, 1);
        await _sql.Run(Sql("o", to, "id INT", isBounded: false));
        await _sql.Start("INSERT INTO o SELECT id FROM t");
        await Deadline.Until(() => _client.ReadAll(to).Count == 1);

        await _client.Admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = from, IncreaseTo = 3 }]);
        await Deadline.Until(() =>
            _client.Admin.GetMetadata(from, TimeSpan.FromSeconds(5)).Topics[0].Partitions.Count == 3
        );
        using (var producer = _client.Producer())
        {
            await producer.ProduceAsync(new Confluent.Kafka.TopicPartition(from, 2), new() { Value = """{"id":3}""" });
        }

        await Deadline.Until(() => _client.ReadAll(to).Count == 2);
    }

    [ClusterFact]
    public async Task A_checkpoint_that_takes_too_long_fails_in_words_and_its_records_are_written_once_all_the_same()
    {
        await using var other = await LocalKafkaProcess.Start(1);
        using var elsewhere = new Client(other.Bootstrap);
        var (from, to) = (await Table("t", "id INT", Good(10), isBounded: false), Client.NewName("out"));
        await elsewhere.Create(to, 1, 1);
        using var sql = await SqlClient.Open(
            _cluster.SqlGateway,
            ("execution.checkpointing.interval", "300ms"),
            ("execution.checkpointing.timeout", "1s")
        );
        await sql.Run(Sql("t", from, "id INT", isBounded: false));
        await sql.Run(
            Sql("o", to, "id INT", isBounded: false)
                .Replace(_cluster.Bootstrap, other.Bootstrap, StringComparison.Ordinal)
                .Replace(
                    "'format' = 'json'",
                    "'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'x', 'properties.transaction.timeout.ms' = '60000'",
                    StringComparison.Ordinal
                )
        );
        var job = await sql.Start("INSERT INTO o SELECT id FROM t");
        await Deadline.Until(() => Committed(elsewhere, to) == 10);

        await other.Freeze();
        await Produce(from, Good(10));
        using var http = new HttpClient();
        await Deadline.Until(async () =>
            (await http.GetStringAsync($"{_cluster.Flink}/jobs/{job}/exceptions")).Contains(
                "the time that a checkpoint has",
                StringComparison.Ordinal
            )
        );
        await other.Thaw();

        await Deadline.Until(() => Committed(elsewhere, to) >= 20);
        Committed(elsewhere, to).ShouldBe(20);
    }

    private static int Committed(Client client, string topic) =>
        client.ReadAll(topic, with => with.IsolationLevel = Confluent.Kafka.IsolationLevel.ReadCommitted).Count;

    private static IEnumerable<string> Good(int records) =>
        Enumerable.Range(0, records).Select(i => $$"""{"id":{{i + 1}},"text":"{{i}}","at":"2025-01-01 00:00:00"}""");

    private async Task<string> Table(string name, string columns, IEnumerable<string> records, bool isBounded = true)
    {
        var topic = await _client.Topic();
        await Produce(topic, records);
        await _sql.Run(Sql(name, topic, columns, isBounded));
        return topic;
    }

    private async Task Produce(string topic, IEnumerable<string> records)
    {
        using var producer = _client.Producer();
        await Task.WhenAll(records.Select(record => producer.ProduceAsync(topic, new() { Value = record })));
    }

    private string Sql(string name, string topic, string columns, bool isBounded) =>
        $"CREATE TABLE {name} ({columns}) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'json', "
        + $"'properties.bootstrap.servers' = '{_cluster.Bootstrap}', 'scan.startup.mode' = 'earliest-offset'"
        + (isBounded ? ", 'scan.bounded.mode' = 'latest-offset')" : ")");

    private async Task<string> Fault(string statement) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => _sql.Rows(statement))).Message;
}
