using Portal.Core.Clusters;
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

    [Fact]
    public void Where_nobody_signs_in_a_table_has_no_option_of_security()
    {
        var ddl = Table(Order).Ddl.ShouldNotBeNull();

        foreach (var word in new[] { "security", "sasl", "ssl", "auth", "config.providers" })
        {
            ddl.ShouldNotContain(word);
        }
    }

    [Theory]
    [InlineData(true, "SCRAM-SHA-512", "SASL_SSL")]
    [InlineData(false, "SCRAM-SHA-256", "SASL_PLAINTEXT")]
    [InlineData(true, null, "SSL")]
    public void A_table_signs_in_as_it_is_registered_and_shows_no_password(bool tls, string? mechanism, string protocol)
    {
        var table = Table(
            null,
            kafka: new()
            {
                Kind = EndpointKind.JobKafka,
                Addresses = "kafka.flink:9096",
                Tls = tls,
                CaPem = tls ? "-----BEGIN CERTIFICATE-----" : null,
                SaslMechanism = mechanism,
                Username = mechanism is null ? null : "jobs",
                SecretId = mechanism is null ? null : 7,
            }
        );

        var ddl = table.Ddl.ShouldNotBeNull();
        ddl.ShouldContain("'properties.bootstrap.servers' = 'kafka.flink:9096'");
        ddl.ShouldContain($"'properties.security.protocol' = '{protocol}'");
        ddl.Contains("'properties.ssl.truststore.type' = 'PEM'", StringComparison.Ordinal).ShouldBe(tls);
        ddl.ShouldNotContain("BEGIN CERTIFICATE");
        ddl.Contains($"'properties.sasl.mechanism' = '{mechanism}'", StringComparison.Ordinal)
            .ShouldBe(mechanism is not null);
        ddl.Contains("""'properties.sasl.jaas.config' = 'username "jobs", password •••'""", StringComparison.Ordinal)
            .ShouldBe(mechanism is not null);
        var statement = table.Statement.ShouldNotBeNull();
        statement
            .Options.Select(o => o.SignIn)
            .OfType<TableSignIn>()
            .Select(s => s.Secret)
            .ShouldBe(mechanism is null ? [] : [7L]);
        statement
            .With(o => [new(o.Name, o.Value)])
            .Contains("BEGIN CERTIFICATE", StringComparison.Ordinal)
            .ShouldBe(tls);
    }

    [Fact]
    public void A_registry_is_signed_in_to_with_user_and_password_or_a_token_that_are_not_shown()
    {
        Endpoint registry = new()
        {
            Kind = EndpointKind.JobRegistry,
            Addresses = "https://registry.flink",
            Tls = true,
            CaPem = "-----BEGIN CERTIFICATE-----",
            Username = "jobs",
            SecretId = 8,
        };
        var basic = Table(Order, registry: registry).Ddl.ShouldNotBeNull();
        basic.ShouldContain("'avro-confluent.url' = 'https://registry.flink'");
        basic.ShouldContain("'avro-confluent.basic-auth.credentials-source' = 'USER_INFO'");
        basic.ShouldContain("'avro-confluent.basic-auth.user-info' = 'jobs:•••'");
        basic.ShouldContain("'avro-confluent.properties.schema.registry.ssl.truststore.type' = 'PEM'");

        registry.Username = null;
        var bearer = Table(Order, registry: registry).Ddl.ShouldNotBeNull();
        bearer.ShouldContain("'avro-confluent.bearer-auth.credentials-source' = 'STATIC_TOKEN'");
        bearer.ShouldContain("'avro-confluent.bearer-auth.token' = '•••'");
        bearer.ShouldNotContain("basic-auth");

        var upsert = Definition() with { Writes = [new("dev.orders", ["id"], true)] };
        Table(
            """{"type":"record","name":"R","fields":[{"name":"id","type":"int"}]}""",
            true,
            upsert,
            registry: registry
        )
            .Ddl.ShouldNotBeNull()
            .ShouldContain("'value.avro-confluent.bearer-auth.token' = '•••'");
    }

    [Theory]
    [InlineData("json", 12, 3, false, "12 have a value that begins with a schema id")]
    [InlineData("json", 1, 0, true, "1 has a value that begins with a schema id")]
    [InlineData("json", 0, 3, false, null)]
    [InlineData("avro-confluent", 12, 3, false, null)]
    [InlineData("raw", 12, 3, false, null)]
    public void Records_that_a_serializer_of_the_registry_wrote_are_no_plain_JSON(
        string format,
        int values,
        int keys,
        bool skips,
        string? words
    )
    {
        var facts = Facts(
            format switch
            {
                "json" => Schema(SchemaType.Json, """{"type":"object","properties":{"id":{"type":"string"}}}"""),
                "raw" => null,
                _ => Schema(SchemaType.Avro, """{"type":"record","name":"R","fields":[{"name":"id","type":"int"}]}"""),
            }
        ) with
        {
            Framed = new(80, keys, values),
            SkipsErrors = skips && format == "json",
        };

        var read = JobTable.Of("sums", "dev", "orders", isWritten: false, facts, Definition());

        read.Ddl.ShouldNotBeNull().ShouldContain($"'format' = '{format}'");
        (read.Undecodable is null).ShouldBe(words is null);
        if (words is not null)
        {
            read.Undecodable.ShouldStartWith("Of its newest 80 records ");
            read.Undecodable.ShouldContain(words);
            read.Undecodable.ShouldContain(skips ? "each of them would be skipped" : "fail at the first of them");
        }

        JobTable.Of("sums", "dev", "orders", isWritten: true, facts, Definition()).Undecodable.ShouldBeNull();
        JobTable
            .Of("sums", "dev", "orders", isWritten: false, facts with { Framed = null }, Definition())
            .Undecodable.ShouldBeNull();
    }

    [Fact]
    public void A_key_that_is_read_as_JSON_is_no_plain_one_either()
    {
        var facts = Facts(
            Schema(
                SchemaType.Json,
                """{"type":"object","properties":{"id":{"type":"string"},"at":{"type":"string"}}}"""
            )
        ) with
        {
            Framed = new(80, Keys: 5, Values: 0),
        };
        JobTable Keyed(params string[] key) =>
            JobTable.Of(
                "sums",
                "dev",
                "orders",
                isWritten: false,
                facts,
                Definition() with
                {
                    Sources = [new("dev.orders", null, null, null, [.. key])],
                }
            );

        Keyed("id", "at").Undecodable.ShouldNotBeNull().ShouldContain("5 have a key that begins with a schema id");
        Keyed("id").Undecodable.ShouldBeNull("a key of one text is read as its bytes");
    }

    [Fact]
    public void A_schema_that_Flink_cannot_read_as_columns_says_why()
    {
        Read(Schema(SchemaType.Protobuf, "syntax = \"proto3\"; message R { int32 id = 1; }"))
            .ShouldBe("Its schema is Protobuf, which Flink's SQL doesn't read together with a registry.");
        var refers = new LiveSchema(
            "orders-value",
            new(3, 7),
            SchemaType.Avro,
            Order,
            [new("common.Money", "money-value", 1)],
            null
        );
        Read(refers).ShouldBe("Its schema refers to others, which a job's tables can't do yet.");
        Read(Schema(SchemaType.Json, """{"type":"string"}"""))
            .ShouldBe("Its schema isn't an object with properties, so it has no columns.");

        static string? Read(LiveSchema schema) =>
            JobTable.Of("sums", "dev", "orders", isWritten: false, Facts(schema), Definition()).Problem;
    }

    private static LiveSchema Schema(SchemaType type, string text) =>
        new("orders-value", new(3, 7), type, text, [], null);

    private static TopicFacts Facts(LiveSchema? schema) =>
        new(
            "1",
            new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9092" },
            new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:8081" },
            schema
        );

    private static JobDefinition Definition() =>
        JobWorlds.Spec("INSERT INTO dev.orders SELECT `value` FROM dev.orders").Definition;

    private static JobTable Table(
        string? avro,
        bool isWritten = false,
        JobDefinition? definition = null,
        Endpoint? kafka = null,
        Endpoint? registry = null
    ) =>
        JobTable.Of(
            "sums",
            "dev",
            "orders",
            isWritten,
            new(
                "1",
                kafka ?? new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9092" },
                registry ?? new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:8081" },
                avro is null ? null : new LiveSchema("orders-value", new(3, 7), SchemaType.Avro, avro, [], null)
            ),
            definition ?? Definition()
        );
}
