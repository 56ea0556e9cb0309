using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.Tables;
using Portal.Engines.Flink;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Types;

namespace Portal.Tests.JobCredentials;

/// <summary>What a table signs in with, as it is written for Flink and as the local cluster's stream runtime reads it.</summary>
public sealed class LoginModuleTests
{
    [Theory]
    [InlineData("pencil")]
    [InlineData("it's \"quoted\" \\ and ; ends; nothing")]
    [InlineData("two\nlines\r")]
    [InlineData("${file:/etc/passwd:root}")]
    public void Whatever_is_in_a_password_it_is_read_as_it_was_typed(string password)
    {
        var written = new KafkaLoginModule(KafkaLoginModule.Shaded)
            .Options(SaslMechanisms.ScramSha512, "job \"s\"", password, null)
            .ToList();

        var (name, jaas) = written.ShouldHaveSingleItem();
        name.ShouldBe("properties.sasl.jaas.config");
        jaas.ShouldStartWith(
            "org.apache.flink.kafka.shaded.org.apache.kafka.common.security.scram.ScramLoginModule required "
        );
        var read = Read(
            ("security.protocol", "SASL_SSL"),
            ("sasl.mechanism", "SCRAM-SHA-512"),
            ("sasl.jaas.config", jaas)
        );
        read.Client().ShouldContain(new KeyValuePair<string, string>("sasl.password", password));
        read.Client().ShouldContain(new KeyValuePair<string, string>("sasl.username", "job \"s\""));
    }

    [Fact]
    public void A_reference_brings_the_provider_that_reads_it()
    {
        const string Reference = "${file:/opt/secrets/kafka.properties:password}";
        var written = new KafkaLoginModule(KafkaLoginModule.Plain)
            .Options(SaslMechanisms.Plain, "jobs", Reference, ConfigReference.Parse(Reference))
            .ToDictionary();

        written["properties.sasl.jaas.config"]
            .ShouldBe(
                $"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"jobs\" password=\"{Reference}\";"
            );
        written["properties.config.providers"].ShouldBe("file");
        written["properties.config.providers.file.class"]
            .ShouldBe("org.apache.kafka.common.config.provider.FileConfigProvider");
    }

    [Fact]
    public void What_is_only_explained_is_sent_without_what_it_signs_in_with()
    {
        TableStatement table = new(
            "CREATE TABLE t (v STRING)",
            [
                new("properties.sasl.jaas.config", "", "-", new TableSignIn.Kafka("PLAIN", "jobs", 7, null)),
                new("avro-confluent.basic-auth.user-info", "", "-", new TableSignIn.Basic("jobs", 8)),
            ]
        );

        var sent = TableSignIns.Without([table]);

        sent.Statements.ShouldHaveSingleItem().ShouldContain("username=\"jobs\" password=\"•••\";");
        sent.Statements[0].ShouldContain("'avro-confluent.basic-auth.user-info' = 'jobs:•••'");
    }

    [Theory]
    [InlineData("SASL_TLS", "PLAIN", "", "Invalid value SASL_TLS")]
    [InlineData("SASL_SSL", "OAUTHBEARER", "", "not with OAUTHBEARER")]
    [InlineData("SASL_SSL", "PLAIN", "no module", "no login module")]
    public void What_the_local_runtime_can_not_sign_in_with_it_says(
        string protocol,
        string mechanism,
        string jaas,
        string words
    ) =>
        Assert
            .Throws<SqlDataException>(() =>
                Read(("security.protocol", protocol), ("sasl.mechanism", mechanism), ("sasl.jaas.config", jaas))
            )
            .Message.ShouldContain(words);

    [Fact]
    public void What_was_sent_is_in_no_words_of_an_answer_also_where_they_are_cut()
    {
        var trace = $"a.b.C: {new string('x', 595)} hunter2 and more";
        var body = JsonSerializer.SerializeToElement(new { errors = new[] { "Internal", trace } });

        var words = FlinkTrace.Words(body, ["hunter2"]);

        words.ShouldContain("x •••");
        words.ShouldNotContain("hun");
        FlinkTrace.Words(body, ImmutableArray<string>.Empty).ShouldContain("hun");
    }

    [Theory]
    [InlineData(
        "org.apache.flink.kafka.shaded.org.apache.kafka.common.errors.SaslAuthenticationException",
        "Kafka refuses the sign-in of jobs: it failed. Check user"
    )]
    [InlineData("org.apache.kafka.common.errors.TopicAuthorizationException", "lacks a permission: it failed. Grant")]
    [InlineData("sun.security.provider.certpath.SunCertPathBuilderException", "no secure connection: it failed. Check")]
    [InlineData("java.io.IOException", "it failed")]
    [InlineData(null, "it failed")]
    public void An_exception_about_the_way_in_says_where_it_is_set(string? of, string words) =>
        AccessFailure.InWords(new JobException(default, "it failed.", null, of)).ShouldContain(words);

    [Theory]
    [InlineData("Unauthorized; error code: 401", "the schema registry refuses the sign-in of jobs: Unauthorized")]
    [InlineData("Subject 'orders.401-value' not found.; error code: 40401", "Subject 'orders.401-value' not found.")]
    public void A_registry_that_refuses_the_sign_in_is_told_from_one_that_lacks_a_subject(
        string failed,
        string words
    ) =>
        AccessFailure
            .InWords(new JobException(default, failed, null, "io.confluent.kafka.RestClientException"))
            .ShouldStartWith(words);

    [Theory]
    [InlineData("http://gateway.internal:8083/", true)]
    [InlineData("https://gateway.internal:8083/", false)]
    [InlineData("http://127.0.0.1:8083/", false)]
    public void A_secret_is_sent_to_no_other_machine_without_TLS(string gateway, bool isExposed)
    {
        using var http = new HttpClient { BaseAddress = new Uri(gateway) };
        new FlinkCalls(http, "The SQL Gateway", "it", TimeProvider.System).IsExposed.ShouldBe(isExposed);
    }

    private static TableSecurity Read(params (string Name, string Value)[] properties)
    {
        var all = properties.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        return new(all.GetValueOrDefault);
    }
}
