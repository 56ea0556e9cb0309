using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Web.Api.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Jobs;

/// <summary>The table of a topic whose author says how it is read.</summary>
public sealed class SourceTableTests
{
    private const string Order = """
        {"type":"record","name":"Order","fields":[
          {"name":"id","type":"string"},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"us","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"ms","type":"long"},
          {"name":"day","type":{"type":"int","logicalType":"date"}},
          {"name":"clock","type":{"type":"long","logicalType":"time-micros"}},
          {"name":"paid","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null}
        ]}
        """;
    private const string OrderKey =
        """{"type":"record","name":"OrderKey","fields":[{"name":"id","type":"string"},{"name":"shop","type":"int"}]}""";

    [Theory]
    [InlineData("at", "`event_time` AS CAST(`at` AS TIMESTAMP_LTZ(3))")]
    [InlineData("us", "`event_time` AS TO_TIMESTAMP_LTZ(`us` / 1000, 3)")]
    [InlineData("ms", "`event_time` AS TO_TIMESTAMP_LTZ(`ms`, 3)")]
    public void A_field_is_the_event_time_as_an_instant_whatever_its_type(string field, string column)
    {
        var ddl = Table(new("dev.orders", field, 3_600, 90, [])).Ddl.ShouldNotBeNull();

        ddl.ShouldContain(column);
        ddl.ShouldContain("`record_time` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL");
        ddl.ShouldContain("WATERMARK FOR `event_time` AS `event_time` - INTERVAL '0 01:00:00' DAY TO SECOND");
        ddl.ShouldContain("'scan.watermark.idle-timeout' = '90s'");
    }

    [Theory]
    [InlineData("when", "It has no field when, which its event time names. It can be at, us, ms.")]
    [InlineData("day", "The field day is DATE (date), which is no time. It can be at, us, ms.")]
    [InlineData("clock", "The field clock is BIGINT (time-micros), which is no time. It can be at, us, ms.")]
    [InlineData(
        "paid",
        "The field paid may be missing or null, and Flink fails a job at a row without event time. Make it required in the schema, or choose another one. It can be at, us, ms."
    )]
    public void A_field_that_is_no_event_time_is_refused_with_what_to_do(string field, string words)
    {
        var table = Table(new("dev.orders", field, null, null, []));

        (table.Problem, table.ProblemField, table.Ddl).ShouldBe((words, "eventTime", null));
    }

    [Fact]
    public void A_topic_without_a_schema_has_no_field_that_is_one() =>
        Table(new("dev.orders", "value", null, null, []), value: null)
            .Problem.ShouldBe(
                "The field value is STRING, which is no time. No field of it can be: a required timestamp, date-time or number of epoch milliseconds. Leave eventTime out, and the record's timestamp is."
            );

    [Fact]
    public void A_key_with_a_schema_becomes_columns_apart_from_those_of_the_value()
    {
        var table = Table(new("dev.orders", null, null, null, ["id"]), OrderKey);

        var ddl = table.Ddl.ShouldNotBeNull();
        ddl.ShouldContain("`id` STRING NOT NULL");
        ddl.ShouldContain("`key_id` STRING NOT NULL");
        ddl.ShouldContain("`key_shop` INT NOT NULL");
        ddl.ShouldContain("'key.fields' = 'key_id;key_shop'");
        ddl.ShouldContain("'key.fields-prefix' = 'key_'");
        ddl.ShouldContain("'value.fields-include' = 'EXCEPT_KEY'");
        ddl.ShouldContain("'key.format' = 'avro-confluent'");
        ddl.ShouldContain("'key.avro-confluent.subject' = 'orders-key'");
        table.Versions.Select(v => v.InWords).ShouldBe(["orders-value version 3", "orders-key version 2"]);
        table.Columns.Select(c => c.Name).ShouldContain("key_shop");
        Table(new("dev.orders", null, null, null, [])).Ddl.ShouldNotBeNull().ShouldNotContain("key.");
    }

    [Fact]
    public void A_changelog_has_the_keys_columns_as_primary_key_and_a_watermark()
    {
        var own = Table(new("dev.orders", null, null, null, ["id"], Upsert: true), policy: "compact").Ddl!;
        own.ShouldContain("'connector' = 'upsert-kafka'");
        own.ShouldContain("PRIMARY KEY (`id`) NOT ENFORCED");
        own.ShouldContain("'key.format' = 'raw'");
        own.ShouldContain("WATERMARK FOR `event_time` AS `event_time` - INTERVAL '5' SECOND");
        own.ShouldNotContain("EXCEPT_KEY");

        var other = Table(new("dev.orders", null, null, null, [], Upsert: true), OrderKey, "compact,delete").Ddl!;
        other.ShouldContain("PRIMARY KEY (`key_id`, `key_shop`) NOT ENFORCED");
        other.ShouldContain("'value.avro-confluent.subject' = 'orders-value'");
        other.ShouldNotContain("key.fields'");
    }

    [Theory]
    [InlineData("delete", "id", "upsert", "Its cleanup.policy is delete: the last record of a key goes with")]
    [InlineData("compact", "", "key", "Its keys have no schema, so what they are made of isn't known.")]
    public void A_changelog_needs_a_compacted_topic_and_a_key(string policy, string key, string field, string words)
    {
        var table = Table(new("dev.orders", null, null, null, JobSink.Columns(key), Upsert: true), policy: policy);

        table.ProblemField.ShouldBe(field);
        table.Problem.ShouldStartWith(words);
    }

    [Fact]
    public void A_compacted_topic_that_is_read_record_by_record_says_so()
    {
        Table(null, policy: "compact")
            .Note.ShouldStartWith("It is compacted, and each of its records is read as a row");
        Table(null, policy: "delete").Note.ShouldBeNull();
    }

    [Fact]
    public void What_is_wrong_with_a_source_in_itself_stands_beside_its_field()
    {
        Problems(new JobSource("dev.other", null, null, null, [])).ShouldBe(["sources[0].topic"]);
        Problems(new JobSource("dev.orders", null, -1, 0, []))
            .ShouldBe(["sources[0].outOfOrdernessSeconds", "sources[0].idleTimeoutSeconds"]);
        Problems(new JobSource("dev.orders", "at", null, null, ["id"], Upsert: true))
            .ShouldBe(["sources[0].eventTime"]);
        Problems(new JobSource("dev.orders", null, null, null, []), new JobSource("dev.orders", "at", null, null, []))
            .ShouldBe(["sources[1].topic"]);
    }

    [Fact]
    public void A_table_whose_source_is_wrong_says_so_beside_the_field_unless_the_request_makes_its_topic()
    {
        var source = new JobSource("dev.orders", "day", null, null, []);
        var definition = Definition(source);
        var orders = new ResourceRef(SchemaKind.Word, new ClusterId(1), "orders-value");

        SeenSources
            .Problems(definition, [Table(source)], [])
            .ShouldHaveSingleItem()
            .Field.ShouldBe("sources[0].eventTime");
        SeenSources.Problems(definition, [Table(source)], [orders]).ShouldBeEmpty();
    }

    [Fact]
    public void Rows_that_come_late_are_named_where_a_window_drops_them()
    {
        Words("SELECT id FROM dev.orders").ShouldBeEmpty();
        Words("SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE dev.orders, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))")
            .ShouldHaveSingleItem()
            .ShouldContain("dev.orders by at, 30\u00A0s out of order");
        Words(
                "SELECT COUNT(*) FROM TABLE(TUMBLE((SELECT id, PROCTIME() AS p FROM dev.orders), DESCRIPTOR(p), INTERVAL '1' MINUTE))"
            )
            .ShouldHaveSingleItem()
            .ShouldStartWith("A window over processing time counts a row by when it happens to be read");

        static List<string> Words(string query) =>
            [
                .. JobLint
                    .Of(
                        Definition(new JobSource("dev.orders", "at", 30, null, [])) with
                        {
                            Statements = $"INSERT INTO dev.out {query}",
                        },
                        isProduction: false
                    )
                    .Where(note => note.Name == "late-rows")
                    .Select(note => note.Words),
            ];
    }

    [Fact]
    public void How_late_rows_may_be_is_no_change_of_state_and_another_event_time_is()
    {
        var now = Definition(new JobSource("dev.orders", "at", 30, null, []));

        now.RunsTheSame(Definition(new JobSource("dev.orders", "at", 60, 90, []))).ShouldBeTrue();
        now.RunsTheSame(Definition(new JobSource("dev.orders", "ms", 30, null, []))).ShouldBeFalse();
        StateOperators.Obstacle(now, Definition(new JobSource("dev.orders", "ms", 30, null, []))).ShouldBeNull();
        StateOperators
            .Obstacle(now, Definition(new JobSource("dev.orders", null, null, null, ["id"], Upsert: true)))
            .ShouldStartWith("dev.orders is read as a changelog, and was read record by record");
        JobMerge
            .Between(now, Definition(new JobSource("dev.orders", "at", 60, null, ["id"])))
            .ShouldHaveSingleItem()
            .ShouldBe(
                new(
                    "sources",
                    "dev.orders by at, 30\u00A0s out of order",
                    "dev.orders by at, 60\u00A0s out of order, key id"
                )
            );
    }

    [Fact]
    public void How_a_topic_is_read_is_the_same_on_the_form_in_a_draft_and_in_the_API()
    {
        var spec = JobWorlds.Spec("INSERT INTO dev.out SELECT id FROM dev.orders, dev.other") with
        {
            Definition = Definition(
                new JobSource("dev.orders", "at", 30, 90, ["id"]),
                new JobSource("dev.other", null, null, null, ["k"], Upsert: true)
            ) with
            {
                Statements = "INSERT INTO dev.out SELECT id FROM dev.orders, dev.other",
            },
        };
        var form = new JobForm(new(ResourceOperation.Update, spec, spec)) { Owner = spec.Owner };
        var again = new JobForm(FormOrigin.New);
        again.Restore(form.Keep());

        ((JobSpec)form.Spec(null)).Definition.ShouldBe(spec.Definition);
        ((JobSpec)again.Spec(null)).Definition.ShouldBe(spec.Definition);
        JobSpecDto.Of(spec).ToSpec(spec.Owner).Definition.ShouldBe(spec.Definition);
        form.SourceField("dev.other", "key").ShouldBe("sources[1].key");
        form.Fields(null).ShouldContain(("sources[1].key", "sources"));

        form.Sources["dev.orders"] = new();
        form.SourceField("dev.other", "key").ShouldBe("sources[0].key");
        form.Sources["dev.other"].OutOfOrderness = "soon";
        JobSpecReview
            .Of((JobSpec)form.Spec(null))
            .ShouldHaveSingleItem()
            .Field.ShouldBe("sources[0].outOfOrdernessSeconds");
    }

    private static IEnumerable<string> Problems(params JobSource[] sources) =>
        JobSpecReview
            .Of(
                JobWorlds.Spec("INSERT INTO dev.out SELECT id FROM dev.orders") with
                {
                    Definition = Definition(sources),
                }
            )
            .Select(problem => problem.Field);

    private static JobDefinition Definition(params JobSource[] sources) =>
        JobWorlds.Spec("INSERT INTO dev.out SELECT id FROM dev.orders").Definition with
        {
            Sources = sources,
        };

    private static JobTable Table(
        JobSource? source,
        string? key = null,
        string? policy = null,
        string? value = Order
    ) =>
        JobTable.Of(
            "sums",
            "dev",
            "orders",
            isWritten: false,
            new(
                "1",
                new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9092" },
                new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:8081" },
                value is null ? null : new LiveSchema("orders-value", new(3, 7), SchemaType.Avro, value, [], null),
                KeySchema: key is null ? null : new LiveSchema("orders-key", new(2, 8), SchemaType.Avro, key, [], null),
                CleanupPolicy: policy
            ),
            source is null ? Definition() : Definition(source)
        );
}
