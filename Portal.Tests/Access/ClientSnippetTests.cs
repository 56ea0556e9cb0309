using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Core.Access;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Access;

namespace Portal.Tests.Access;

/// <summary>What a client's author copies fits the grant, and runs as it was written whatever the names are.</summary>
public sealed partial class ClientSnippetTests
{
    private static readonly SnippetOf Reader = new(
        "kafka-1:9093,kafka-2:9093",
        true,
        "billing",
        "orders",
        AccessMode.Read,
        "billing-service",
        null,
        CredentialMechanism.ScramSha512
    );

    private static readonly SnippetOf Writer = Reader with { Mode = AccessMode.Write, Group = null };

    private static readonly SnippetOf InTransactions = Writer with
    {
        Mode = AccessMode.WriteInTransactions,
        TransactionalId = "billing-service-0",
    };

    [Theory]
    [InlineData(CredentialMechanism.ScramSha256, "256", "512")]
    [InlineData(CredentialMechanism.ScramSha512, "512", "256")]
    public void Every_language_signs_in_by_the_mechanism_that_the_account_has(
        CredentialMechanism mechanism,
        string its,
        string another
    )
    {
        ClientSnippets.All.Count.ShouldBe(5);
        foreach (var language in ClientSnippets.All)
        {
            var text = language.Write(Reader with { Mechanism = mechanism });
            text.ShouldContain(its, customMessage: language.Title);
            text.ShouldNotContain(another, customMessage: language.Title);
        }
    }

    [Theory]
    [InlineData("java", "kafka-configs.sh --bootstrap-server kafka-1:9093,kafka-2:9093")]
    [InlineData("dotnet", "AdminClientBuilder", "Name = \"orders\"")]
    [InlineData("python", "from confluent_kafka.admin import AdminClient", "ConfigResource.Type.TOPIC, \"orders\"")]
    [InlineData("go", "kadm.NewClient(client)", "\"orders\"")]
    [InlineData("node", ".admin();", "topics: ['orders']")]
    public void Who_manages_a_topic_has_a_client_that_reads_and_writes_no_record(
        string language,
        params string[] settings
    )
    {
        var text = ClientSnippets.All.Single(l => l.Key == language).Write(Reader with { Mode = AccessMode.Manage });

        settings.ShouldAllBe(setting => text.Contains(setting));
        new[] { "group", "Consumer", "Producer", "consumer()", "producer()", "acks" }.ShouldAllBe(part =>
            !text.Contains(part)
        );
    }

    [Theory]
    [InlineData("java", "group.id=billing-service", "isolation.level=read_committed", "enable.auto.commit=false")]
    [InlineData(
        "dotnet",
        "[\"group.id\"] = \"billing-service\"",
        "[\"isolation.level\"] = \"read_committed\"",
        "Subscribe(\"orders\")"
    )]
    [InlineData(
        "python",
        "\"group.id\": \"billing-service\"",
        "\"isolation.level\": \"read_committed\"",
        "subscribe([\"orders\"])"
    )]
    [InlineData(
        "go",
        "ConsumerGroup(\"billing-service\")",
        "FetchIsolationLevel(kgo.ReadCommitted())",
        "SeedBrokers(\"kafka-1:9093\", \"kafka-2:9093\")"
    )]
    [InlineData("node", "'group.id': 'billing-service'", "'isolation.level': 'read_committed'", "topics: ['orders']")]
    public void A_reader_has_its_group_and_reads_what_is_committed(string language, params string[] settings) =>
        Has(language, Reader, settings);

    [Theory]
    [InlineData("java", "acks=all", "enable.idempotence=true")]
    [InlineData("dotnet", "[\"acks\"] = \"all\"", "[\"enable.idempotence\"] = \"true\"", "ProduceAsync(\"orders\"")]
    [InlineData("python", "\"acks\": \"all\"", "\"enable.idempotence\": \"true\"", "produce(\"orders\"")]
    [InlineData("go", "RequiredAcks(kgo.AllISRAcks())", "DefaultProduceTopic(\"orders\")")]
    [InlineData("node", "'acks': 'all'", "'enable.idempotence': 'true'", "topic: 'orders'")]
    public void A_writer_loses_and_repeats_nothing(string language, params string[] settings)
    {
        Has(language, Writer, settings);
        Text(language, Writer).ShouldNotContain("group", Case.Insensitive);
        Text(language, Writer).ShouldNotContain("transaction", Case.Insensitive);
    }

    [Theory]
    [InlineData(
        "dotnet",
        "[\"transactional.id\"] = \"billing-service-0\"",
        "InitTransactions(",
        "BeginTransaction(",
        "CommitTransaction("
    )]
    [InlineData(
        "python",
        "\"transactional.id\": \"billing-service-0\"",
        "init_transactions(",
        "begin_transaction(",
        "commit_transaction("
    )]
    [InlineData(
        "go",
        "TransactionalID(\"billing-service-0\")",
        "BeginTransaction(",
        "Flush(",
        "EndTransaction(ctx, kgo.TryCommit)"
    )]
    [InlineData("node", "'transactional.id': 'billing-service-0'", "client.transaction(", "transaction.commit(")]
    public void A_writer_in_transactions_has_its_id_and_begins_one(string language, params string[] settings) =>
        Has(language, InTransactions, settings);

    [Fact]
    public void The_properties_of_a_Java_writer_in_transactions_have_its_id() =>
        Has("java", InTransactions, ["transactional.id=billing-service-0"]);

    [Fact]
    public void A_cluster_without_TLS_is_not_connected_to_by_TLS()
    {
        foreach (var language in ClientSnippets.All)
        {
            var (plain, tls) = (language.Write(Reader with { Tls = false }), language.Write(Reader));
            plain.ShouldNotContain("SASL_SSL", customMessage: language.Title);
            plain.ShouldNotContain("DialTLS", customMessage: language.Title);
            (
                tls.Contains("SASL_SSL", StringComparison.Ordinal)
                || tls.Contains("kgo.DialTLS()", StringComparison.Ordinal)
            ).ShouldBeTrue(language.Title);
        }
    }

    [Fact]
    public void A_client_trusts_who_signed_the_brokers_certificates_where_that_is_known_in_every_language()
    {
        foreach (var language in ClientSnippets.All)
        {
            foreach (var of in new[] { Reader, Reader with { Mechanism = null, User = "CN=billing" } })
            {
                language
                    .Write(of with { HasAuthority = true })
                    .ShouldContain(SnippetSignIn.Authority, customMessage: language.Title);
                language.Write(of).ShouldNotContain(SnippetSignIn.Authority, customMessage: language.Title);
            }
        }
    }

    [Fact]
    public void A_client_with_a_certificate_has_files_and_no_password_in_any_language()
    {
        foreach (var language in ClientSnippets.All)
        {
            foreach (var of in new[] { Reader, InTransactions })
            {
                var text = language.Write(of with { Mechanism = null, User = "CN=billing,O=Acme" });
                text.ShouldNotContain("sasl", Case.Insensitive, language.Title);
                text.ShouldNotContain("password", Case.Insensitive, language.Title);
                text.ShouldContain("/etc/kafka/client.", customMessage: language.Title);
            }
        }
    }

    [Theory]
    [InlineData("CN=app, O=\"Shop\\Sons\"")]
    [InlineData("it's\"); import os; os.remove(\"x\"); #")]
    [InlineData("Zoë 日本 🚀")]
    [InlineData("left\u202eright\u2028line")]
    public void An_odd_name_is_read_back_as_it_is_and_ends_no_quotes(string name)
    {
        var of = Reader with { User = name, Group = $"{name}-service" };

        Literal(Between(Text("dotnet", of), "[\"sasl.username\"] = \"", "\",\n")).ShouldBe(name);
        Literal(Between(Text("dotnet", of), "[\"group.id\"] = \"", "\",\n")).ShouldBe(of.Group);
        Literal(Between(Text("python", of), "\"sasl.username\": \"", "\",\n")).ShouldBe(name);
        Literal(Between(Text("go", of), "User: \"", "\", Pass: os.Getenv")).ShouldBe(name);
        Literal(Between(Text("go", of), "ConsumerGroup(\"", "\"),\n")).ShouldBe(of.Group);
        Literal(Between(Text("node", of), "'sasl.username': '", "',\n"), quote: '\'').ShouldBe(name);

        // The file's own escapes are read first, those of JAAS in what comes of it.
        var jaas = OfProperties(Between(Text("java", of), "sasl.jaas.config=", "\n"));
        Unquoted(Between(jaas, "username=\"", "\" password=\"<password>\";")).ShouldBe(name);
        OfProperties(Between(Text("java", of), "group.id=", "\n")).ShouldBe(of.Group);
    }

    private static void Has(string language, SnippetOf of, string[] settings)
    {
        foreach (var setting in settings)
        {
            Text(language, of).ShouldContain(setting);
        }
    }

    private static string Text(string language, SnippetOf of) =>
        ClientSnippets.All.Single(snippet => snippet.Key == language).Write(of);

    private static string Between(string text, string before, string after)
    {
        var begin = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[begin..text.IndexOf(after, begin, StringComparison.Ordinal)];
    }

    // Of a language in which nothing that stands between quotes may end the line or be read from right to left.
    private static string Literal(string literal, char quote = '"')
    {
        literal.IndexOfAny(['\n', '\u2028', '\u202e']).ShouldBe(-1, literal);
        return Unquoted(literal, quote);
    }

    // As it is read: nothing in it ends the quotes.
    private static string Unquoted(string literal, char quote = '"')
    {
        Regex
            .IsMatch(literal, $@"(?<!\\)(\\\\)*{quote}", RegexOptions.None, TimeSpan.FromSeconds(1))
            .ShouldBeFalse(literal);
        return OfProperties(literal);
    }

    private static string OfProperties(string text) =>
        Escapes()
            .Replace(
                text,
                match =>
                    match.Groups["code"] is { Success: true, Value: var code }
                        ? $"{(char)int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"
                        : match.Groups["letter"].Value
            );

    [GeneratedRegex(
        @"\\(?:u(?<code>[0-9a-f]{4})|(?<letter>.))",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Escapes();
}
