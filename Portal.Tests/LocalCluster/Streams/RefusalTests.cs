using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What would pass without an effect, or with another one than in Flink, is refused in words.</summary>
public sealed class RefusalTests
{
    private const string ExactlyOnce =
        "'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'p'";
    private static readonly StreamJobs Jobs = new(
        new JobStore("/nowhere"),
        new StreamSettings(MostStateRows: 1, MostStateBytes: 1, Slots: 1),
        new TaskSlots(1, TimeSpan.FromSeconds(1)),
        TimeProvider.System,
        NullLogger<StreamJobs>.Instance
    );
    private readonly GatewaySession _session = new(
        Jobs,
        ImmutableDictionary<string, string>.Empty,
        TimeProvider.System
    );

    [ClusterTheory]
    [InlineData("kafka", "'format' = 'json', 'scan.startup.mod' = 'latest-offset'", "scan.startup.mod")]
    [InlineData(
        "kafka",
        "'format' = 'json', 'sink.transaction-naming-strategy' = 'POOLING'",
        "sink.transaction-naming-strategy"
    )]
    [InlineData("kafka", "'format' = 'json', 'csv.null-literal' = '-'", "csv.null-literal")]
    [InlineData("kafka", "'format' = 'json', 'property.group.id' = 'g'", "property.group.id")]
    [InlineData("kafka", "'value.format' = 'json', 'json.ignore-parse-errors' = 'true'", "json.ignore-parse-errors")]
    [InlineData(
        "upsert-kafka",
        "'key.format' = 'json', 'value.format' = 'json', 'scan.startup.mode' = 'latest-offset'",
        "scan.startup.mode"
    )]
    public void An_option_that_a_connector_does_not_know_is_refused_by_its_name(
        string connector,
        string options,
        string unknown
    )
    {
        Table("t", options, connector);

        var error = Run("EXPLAIN SELECT * FROM t").Error.ShouldNotBeNull();

        error.Message.ShouldStartWith($"Unsupported options found for '{connector}'.");
        error.Message.ShouldContain($"Unsupported options:\n\n{unknown}\n\nSupported options:\n\nconnector\n");
    }

    [ClusterTheory]
    [InlineData("'format' = 'json', 'properties.fetch.min.bytes' = '1', 'sink.parallelism' = '2'")]
    [InlineData("'format' = 'json', 'json.decode.json-parser.enabled' = 'false', 'scan.parallelism' = '2'")]
    [InlineData("'value.format' = 'csv', 'value.csv.null-literal' = '-', 'key.format' = 'raw', 'key.fields' = 'id'")]
    [InlineData(
        "'format' = 'avro-confluent', 'avro-confluent.url' = 'http://localhost:1', 'avro-confluent.properties.schema.registry.ssl.truststore.type' = 'PEM'"
    )]
    public void Options_of_the_connector_of_its_formats_and_of_Kafkas_own_client_are_taken(string options)
    {
        Table("t", options);

        Run("EXPLAIN SELECT * FROM t").Error.ShouldBeNull();
    }

    [ClusterTheory]
    [InlineData("'properties.group.idd' = 'g'", "has no use for properties.group.idd")]
    [InlineData("'properties.partitioner.class' = 'my.Own'", "has no use for properties.partitioner.class")]
    [InlineData("'properties.ssl.keystore.location' = '/k'", "has no use for properties.ssl.keystore.location")]
    [InlineData("'properties.linger.ms' = 'long'", "properties.linger.ms: it is a number, 0 to 900,000")]
    [InlineData("'properties.compression.type' = 'rar'", "there is none, gzip, snappy, lz4, zstd")]
    [InlineData("'topic-pattern' = 'a.*'", "Name them in 'topic'")]
    [InlineData("'sink.partitioner' = 'my.Own'", "default, fixed, round-robin")]
    [InlineData("'scan.bounded.mode' = 'sometimes'", "unbounded, latest-offset, group-offsets")]
    [InlineData("'scan.startup.mode' = 'timestamp'", "are: scan.startup.timestamp-millis")]
    [InlineData("'scan.bounded.mode' = 'timestamp'", "are: scan.bounded.timestamp-millis")]
    [InlineData("'scan.topic-partition-discovery.interval' = 'often'", "scan.topic-partition-discovery.interval")]
    public void An_option_that_would_have_no_effect_or_another_one_is_refused_in_words(string option, string words)
    {
        Table("t", $"'format' = 'json', {option}");

        Run("EXPLAIN SELECT * FROM t").Error.ShouldNotBeNull().Message.ShouldContain(words);
    }

    [ClusterFact]
    public void A_table_of_several_topics_is_read_and_not_written()
    {
        Table("t", "'format' = 'json'");
        Run(
            "CREATE TABLE several (id STRING) WITH ('connector' = 'kafka', 'topic' = 'a; b', 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'json')"
        );

        Run("EXPLAIN SELECT * FROM several").Error.ShouldBeNull();
        Run("EXPLAIN INSERT INTO several SELECT * FROM t")
            .Error.ShouldNotBeNull()
            .Message.ShouldContain("'topic' names 2 topics: a, b.");
    }

    [ClusterFact]
    public void What_tunes_Kafka_s_client_reaches_it()
    {
        var table = new TopicTable(
            new Dictionary<string, string>
            {
                ["connector"] = "kafka",
                ["topic"] = "t",
                ["format"] = "json",
                ["properties.bootstrap.servers"] = "localhost:1",
                ["properties.compression.type"] = "zstd",
                ["properties.linger.ms"] = "20",
                ["properties.buffer.memory"] = "1048576",
                ["properties.max.partition.fetch.bytes"] = "5000",
            },
            [],
            []
        );

        var (producer, consumer) = (table.Client(isProducer: true), table.Client(isProducer: false));

        producer["compression.type"].ShouldBe("zstd");
        producer["linger.ms"].ShouldBe("20");
        producer["queue.buffering.max.kbytes"].ShouldBe("1024");
        producer.ShouldNotContainKey("max.partition.fetch.bytes");
        consumer["max.partition.fetch.bytes"].ShouldBe("5000");
        consumer.ShouldNotContainKey("compression.type");
    }

    [ClusterTheory]
    [InlineData("SELECT *\nFROM t /*+ OPTIONS('topic' = 'other') */", "At line 2, column 8: A hint (/*+ … */)")]
    [InlineData("SET 'execution.runtime-mode' = 'batch'", "Set it to 'streaming'")]
    [InlineData("SET 'table.local-time-zone' = 'Europe/Berlin'", "Set it to 'UTC'")]
    [InlineData("SET 'restart-strategy.type' = 'failure-rate'", "has 'none', 'fixed-delay' and 'exponential-delay'")]
    [InlineData("SET 'restart-strategy.type' = 'sometimes'", "Could not parse value 'sometimes'")]
    [InlineData("SET 'table.exec.state.ttl' = '5 fortnights'", "a number and a unit, such as 30 s or 5 min")]
    [InlineData("SET 'execution.checkpointing.interval' = 'often'", "Could not parse value 'often'")]
    [InlineData(
        "CREATE TABLE IF NOT EXISTS t (id STRING, WATERMARK FOR nothing AS nothing) WITH ('connector' = 'kafka')",
        "nothing"
    )]
    public void A_statement_that_asks_for_what_there_is_not_is_refused(string statement, string words)
    {
        Table("t", "'format' = 'json'");

        Run(statement).Error.ShouldNotBeNull().Message.ShouldContain(words);
        Run("DESCRIBE t").Error.ShouldBeNull();
    }

    [ClusterTheory]
    [InlineData("500 milliseconds", 500)]
    [InlineData("2 secs", 2_000)]
    [InlineData(" 10 MIN", 600_000)]
    [InlineData("1 D", 86_400_000)]
    [InlineData("3000 micros", 3)]
    [InlineData("250", 250)]
    public void Lengths_of_time_are_read_as_Flink_reads_them(string text, int ms) =>
        PlanOptions.TimeOf(text).ShouldBe(TimeSpan.FromMilliseconds(ms));

    [ClusterTheory]
    [InlineData("execution.runtime-mode", "BATCH", true)]
    [InlineData("execution.runtime-mode", "STREAMING", false)]
    [InlineData("table.local-time-zone", "GMT+02:00", true)]
    [InlineData("table.local-time-zone", "UTC", false)]
    [InlineData("execution.checkpointing.mode", "sometimes", true)]
    [InlineData("execution.checkpointing.mode", "at_least_once", false)]
    public void Options_are_the_same_for_a_session_that_is_opened_with_them(string key, string value, bool isRefused)
    {
        using var folder = new LogFolder();
        var sessions = new GatewaySessions(
            new StreamJobs(
                new JobStore(folder.Path),
                new StreamSettings(MostStateRows: 1, MostStateBytes: 1, Slots: 1),
                new TaskSlots(1, TimeSpan.FromSeconds(1)),
                TimeProvider.System,
                NullLogger<StreamJobs>.Instance
            ),
            TimeProvider.System
        );

        var fault = Record.Exception(() => sessions.Open(new Dictionary<string, string> { [key] = value }));

        (fault is SqlException).ShouldBe(isRefused);
    }

    [ClusterTheory]
    [InlineData("60000", "2min", true)]
    [InlineData("120000", "2min", true)]
    [InlineData("120001", "2min", false)]
    [InlineData("60000", "10s", false)]
    public void A_transaction_that_ends_before_its_checkpoint_is_refused(string timeout, string every, bool isRefused)
    {
        Table("t", "'format' = 'json'");
        Table("exact", $"{ExactlyOnce}, 'properties.transaction.timeout.ms' = '{timeout}'");
        Table("often", $"'format' = 'json', 'properties.transaction.timeout.ms' = '{timeout}'");
        Run($"SET 'execution.checkpointing.interval' = '{every}'");

        var error = Run("EXPLAIN INSERT INTO exact SELECT * FROM t").Error;

        (error is not null).ShouldBe(isRefused);
        if (isRefused)
        {
            error!.Message.ShouldContain("default_catalog.default_database.exact");
            error.Message.ShouldContain($"'properties.transaction.timeout.ms' is {timeout}\u00A0ms");
            error.Message.ShouldContain("only every 120000\u00A0ms ('execution.checkpointing.interval')");
        }

        Run("EXPLAIN INSERT INTO often SELECT * FROM t").Error.ShouldBeNull();
    }

    [ClusterFact]
    public async Task A_transaction_that_the_brokers_would_refuse_is_refused_before_a_job_starts()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        Table("t", "'format' = 'json'", bootstrap: cluster.Bootstrap);
        Table("exact", ExactlyOnce, bootstrap: cluster.Bootstrap);
        Table(
            "longest",
            $"{ExactlyOnce}, 'properties.transaction.timeout.ms' = '900000'",
            bootstrap: cluster.Bootstrap
        );

        var error = Run("INSERT INTO exact SELECT * FROM t").Error.ShouldNotBeNull();

        error.Message.ShouldContain(
            "'properties.transaction.timeout.ms' of the topic a is 3600000\u00A0ms, the default"
        );
        error.Message.ShouldContain("transaction.max.timeout.ms of the brokers is 900000\u00A0ms");
        Run("EXPLAIN INSERT INTO longest SELECT * FROM t").Error.ShouldBeNull();
        Jobs.All.ShouldBeEmpty();
    }

    [ClusterFact]
    public void A_table_is_described_with_how_its_columns_are_computed_and_its_watermark()
    {
        Run(
            """
            CREATE TABLE d (
              id BIGINT, ms BIGINT, name STRING, shown AS upper(name),
              twice as ms*2, ts AS cast(name as timestamp(3)), `offset` BIGINT METADATA VIRTUAL, sent TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
              PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR ts AS ts - interval '5' second
            ) WITH ('connector' = 'kafka')
            """
        );

        Run("DESCRIBE d")
            .Rows.Select(row => string.Join('|', row))
            .ShouldBe([
                "id|BIGINT|False|PRI(id)||",
                "ms|BIGINT|True|||",
                "name|STRING|True|||",
                "shown|STRING|True||AS UPPER(`name`)|",
                "twice|BIGINT|True||AS `ms` * 2|",
                "ts|TIMESTAMP(3) *ROWTIME*|True||AS CAST(`name` AS TIMESTAMP(3))|`ts` - INTERVAL '5' SECOND",
                "offset|BIGINT|True||METADATA VIRTUAL|",
                "sent|TIMESTAMP_LTZ(3)|True||METADATA FROM 'timestamp'|",
            ]);
    }

    private void Table(string name, string options, string connector = "kafka", string bootstrap = "localhost:1") =>
        Run(
            $"CREATE TABLE {name} (id STRING{(connector == "kafka" ? "" : ", PRIMARY KEY (id) NOT ENFORCED")}) WITH ('connector' = '{connector}', 'topic' = 'a', 'properties.bootstrap.servers' = '{bootstrap}', {options})"
        )
            .Error.ShouldBeNull();

    private Operation Run(string statement) => _session.Find(_session.Execute(statement)).ShouldNotBeNull();
}
