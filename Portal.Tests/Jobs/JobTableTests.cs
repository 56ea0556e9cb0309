using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Schemas;

namespace Portal.Tests.Jobs;

/// <summary>A topic as the table that a job runs with.</summary>
public sealed class JobTableTests
{
    private const string Order = """
        {"type":"record","name":"Order","fields":[
          {"name":"id","type":"string"},
          {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
          {"name":"status","type":{"type":"enum","name":"Status","symbols":["NEW","PAID"]}},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
          {"name":"seen","type":["null",{"type":"long","logicalType":"timestamp-micros"}],"default":null},
          {"name":"lines","type":{"type":"array","items":{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"}]}}},
          {"name":"tags","type":{"type":"map","values":"string"}}
        ]}
        """;

    [Fact]
    public void Columns_follow_the_newest_schema_with_what_may_be_null()
    {
        var ddl = Table(Order).Ddl.ShouldNotBeNull();

        ddl.ShouldContain("`id` STRING NOT NULL");
        ddl.ShouldContain("`amount` DECIMAL(10, 2) NOT NULL");
        ddl.ShouldContain("`status` STRING NOT NULL");
        ddl.ShouldContain("`at` TIMESTAMP(3) NOT NULL");
        ddl.ShouldContain("`seen` BIGINT,");
        ddl.ShouldContain("`lines` ARRAY<ROW<`sku` STRING NOT NULL> NOT NULL> NOT NULL");
        ddl.ShouldContain("`tags` MAP<STRING NOT NULL, STRING NOT NULL> NOT NULL");
        ddl.ShouldContain("'format' = 'avro-confluent'");
        ddl.ShouldNotContain("timestamp-micros");
    }

    [Fact]
    public void A_sink_is_exactly_once_with_a_prefix_of_its_own_unless_less_is_asked_for()
    {
        Table(null, isWritten: true)
            .Ddl.ShouldNotBeNull()
            .ShouldContain("'sink.transactional-id-prefix' = 'flink-sums-");
        var less = Definition() with { Guarantee = JobGuarantee.AtLeastOnce };
        Table(null, isWritten: true, definition: less).Ddl.ShouldNotBeNull().ShouldContain("'at-least-once'");
    }

    [Fact]
    public void A_topic_without_a_schema_is_one_column_of_text()
    {
        var ddl = Table(null).Ddl.ShouldNotBeNull();

        ddl.ShouldContain("`value` STRING");
        ddl.ShouldContain("'format' = 'raw'");
        ddl.ShouldContain("'properties.isolation.level' = 'read_committed'");
    }

    [Theory]
    [InlineData("status", "is an enum, which Flink's SQL can read but not write")]
    public void What_Flink_can_read_and_not_write_is_told_by_its_field(string field, string words) =>
        Table(Order, isWritten: true).Problem.ShouldBe($"The field {field} of its schema {words}.");

    [Fact]
    public void A_record_that_holds_itself_has_no_columns() =>
        Table("""{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}""")
            .Problem.ShouldBe("The field next of its schema holds itself (Node).");

    [Fact]
    public void A_key_names_columns_and_an_upsert_needs_one()
    {
        var keyed = Definition() with { Writes = [new("dev.orders", ["value"], true)] };
        Table(null, isWritten: true, definition: keyed)
            .Ddl.ShouldNotBeNull()
            .ShouldContain("PRIMARY KEY (`value`) NOT ENFORCED");
        var wrong = Definition() with { Writes = [new("dev.orders", ["id"], false)] };
        Table(null, isWritten: true, definition: wrong)
            .Problem.ShouldBe("It has no column id, which its key names; there is value.");
        var none = Definition() with { Writes = [new("dev.orders", [], true)] };
        Table(null, isWritten: true, definition: none).Problem.ShouldStartWith("An upsert needs a key");
    }

    [Fact]
    public void A_text_with_a_quote_stays_a_text() =>
        Table("""{"type":"record","name":"R","doc":"it's","fields":[{"name":"a","type":"int"}]}""", isWritten: true)
            .Ddl.ShouldNotBeNull()
            .ShouldContain("it''s");

    private static JobDefinition Definition() =>
        JobWorlds.Spec("INSERT INTO dev.orders SELECT `value` FROM dev.orders").Definition;

    private static JobTable Table(string? avro, bool isWritten = false, JobDefinition? definition = null) =>
        JobTable.Of(
            "sums",
            "dev",
            "orders",
            isWritten,
            new(
                "1",
                "127.0.0.1:9092",
                "http://127.0.0.1:8081",
                avro is null ? null : new LiveSchema("orders-value", new(3, 7), SchemaType.Avro, avro, [], null)
            ),
            definition ?? Definition()
        );
}
