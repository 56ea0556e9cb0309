using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Engines;

namespace Portal.Tests.Clusters;

public sealed class ClusterRuleTests
{
    private static readonly ClusterPlaces Places = new(["dev", "prod"], ["local"]);

    [Fact]
    public void A_whole_draft_has_no_complaints()
    {
        Complaints(Registry.Draft()).ShouldBeEmpty();
        Complaints(Registry.SignedIn() with { CaPem = Authority() }).ShouldBeEmpty();
        Complaints(Registry.Draft() with { Addresses = " kafka-1.internal:9092 , [::1]:9093,10.0.0.1:1 " })
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("kafka")]
    [InlineData("kafka:0")]
    [InlineData("kafka:65536")]
    [InlineData("kafka:9092:1")]
    [InlineData("http://kafka:9092")]
    [InlineData("user@kafka:9092")]
    [InlineData("kafka:9092/path")]
    [InlineData("ka fka:9092")]
    [InlineData("[::1:9092")]
    [InlineData("kafka:9092,sasl.kerberos.kinit.cmd=touch /tmp/x")]
    [InlineData("kafka:９０９２")]
    public void Anything_but_a_host_and_a_port_is_no_address(string addresses) =>
        Complaints(Registry.Draft() with { Addresses = addresses }).Keys.ShouldBe([ClusterField.Addresses]);

    [Fact]
    public void Every_wrong_field_is_told_at_once()
    {
        var draft = new ClusterDraft("Billing!", "qa", "mars", "x", false, "pem", "GSSAPI", null, null);

        Complaints(draft)
            .Keys.ShouldBe([
                ClusterField.Addresses,
                ClusterField.CaPem,
                ClusterField.Environment,
                ClusterField.Name,
                ClusterField.Password,
                ClusterField.Region,
                ClusterField.SaslMechanism,
                ClusterField.Username,
            ]);
    }

    [Fact]
    public void What_is_said_of_Kafka_about_a_cluster_without_one_is_not_dropped_silently()
    {
        Complaints(Registry.Draft() with { Addresses = "", HasKafka = false }).ShouldBeEmpty();
        var draft = Registry.SignedIn() with
        {
            CaPem = "pem",
            AllowUnencryptedPassword = true,
            PasswordListener = new("kafka:9093", true),
            CertificateListener = new("kafka:9094", true),
            HasKafka = false,
        };

        var complaints = Complaints(draft);

        complaints.Keys.ShouldBe([
            ClusterField.Addresses,
            ClusterField.AllowUnencryptedPassword,
            ClusterField.CaPem,
            ClusterField.CertificateListenerAddresses,
            ClusterField.Password,
            ClusterField.PasswordListenerAddresses,
            ClusterField.SaslMechanism,
            ClusterField.Tls,
            ClusterField.Username,
        ]);
        complaints.Values.ShouldAllBe(words => words.StartsWith("Leave this out"));
    }

    [Fact]
    public void A_private_key_in_place_of_a_certificate_is_told_apart()
    {
        using var key = ECDsa.Create();
        var complaint = Complaints(Registry.Draft() with { Tls = true, CaPem = key.ExportPkcs8PrivateKeyPem() });

        complaint[ClusterField.CaPem].ShouldContain("private key");
    }

    [Fact]
    public void What_counts_only_with_a_sign_in_or_with_tls_is_not_dropped_silently()
    {
        Complaints(Registry.Draft() with { Username = "portal", Password = "x" })
            .Keys.ShouldBe([ClusterField.Password, ClusterField.Username]);
        Complaints(Registry.Draft() with { CaPem = Authority() }).Keys.ShouldBe([ClusterField.CaPem]);
    }

    [Fact]
    public void A_listener_of_clients_is_judged_as_the_portal_s_own_but_may_lie_where_the_portal_may_not_go()
    {
        var draft = Registry.Draft() with
        {
            PasswordListener = new("kafka", false, "pem"),
            CertificateListener = new("http://kafka:9094", true, "pem"),
        };

        Complaints(draft)
            .Keys.ShouldBe([
                ClusterField.CertificateListenerAddresses,
                ClusterField.CertificateListenerCaPem,
                ClusterField.PasswordListenerAddresses,
                ClusterField.PasswordListenerCaPem,
            ]);
        Complaints(
                Registry.Draft() with
                {
                    PasswordListener = new("169.254.1.1:9093, kafka:9093", true, Authority()),
                    CertificateListener = new("kafka:9094", true),
                }
            )
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("169.254.169.254:80")]
    [InlineData("[fe80::1]:80")]
    [InlineData("[::ffff:169.254.169.254]:80")]
    public void The_metadata_service_of_a_cloud_is_out_of_reach(string address) =>
        Complaints(Registry.Draft() with { Addresses = address })[ClusterField.Addresses].ShouldContain("outside");

    [Fact]
    public void Reach_is_by_name_suffix_or_network_and_deny_wins()
    {
        var reach = new ClusterReach { Allow = ["*.kafka.internal", "10.1.0.0/16"], Deny = ["old.kafka.internal"] };

        reach.Complaint("a.kafka.internal").ShouldBeNull();
        reach.Complaint("old.kafka.internal").ShouldNotBeNull();
        reach.Complaint("10.1.2.3").ShouldBeNull();
        reach.Complaint("10.2.2.3").ShouldNotBeNull();
        reach.Complaint("a.elsewhere").ShouldBeNull("its address decides");
        reach.Complaint("a.elsewhere", IPAddress.Parse("10.2.0.1")).ShouldNotBeNull();
        reach.Complaint("a.kafka.internal", IPAddress.Parse("192.168.0.1")).ShouldBeNull();
    }

    [Theory]
    [InlineData("Deny", "10.0.0.0/8,192.168.0.0/16", "Portal:Clusters:Deny is a list: write each rule to an entry")]
    [InlineData("Deny:0", "10.0.0.0/8,192.168.0.0/16", "“10.0.0.0/8,192.168.0.0/16” matches nothing")]
    [InlineData("Deny:0", "10.0.*", "“10.0.*” matches nothing")]
    [InlineData("Deny:0", "10.1", "“10.1” matches nothing")]
    [InlineData("Allow:0", "*", "Portal:Clusters:Allow: “*” matches nothing")]
    [InlineData("Allow:1", "https://kafka.internal", "“https://kafka.internal” matches nothing")]
    public async Task A_rule_of_the_settings_that_matches_nothing_keeps_the_process_from_starting(
        string setting,
        string rule,
        string words
    )
    {
        await using var process = Configured((setting, rule));

        var refused = Should.Throw<OptionsValidationException>(() =>
            process.GetRequiredService<IStartupValidator>().Validate()
        );

        refused.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Rules_of_the_settings_come_beside_what_is_denied_anyway()
    {
        await using var process = Configured(
            ("Deny:0", "10.0.0.0/8"),
            ("Deny:1", "192.168.7.1"),
            ("Deny:2", "*.old.internal"),
            ("Deny:3", "fd00::/8"),
            ("Deny:4", "kafka_1")
        );
        process.GetRequiredService<IStartupValidator>().Validate();

        var reach = process.GetRequiredService<ClusterReach>();

        string[] denied = ["10.1.2.3", "192.168.7.1", "a.old.internal", "fd00::1", "kafka_1", "169.254.169.254"];
        denied.ShouldAllBe(host => reach.Complaint(host) != null);
        reach.Complaint("192.168.7.2").ShouldBeNull();
    }

    private static ServiceProvider Configured(params (string Setting, string Rule)[] rules)
    {
        var settings = rules.ToDictionary(
            rule => $"Portal:Clusters:{rule.Setting}",
            rule => (string?)rule.Rule,
            StringComparer.Ordinal
        );
        // Of no process: nothing is looked for there.
        settings["Portal:KeysDirectory"] = Path.Combine(Path.GetTempPath(), nameof(ClusterRuleTests));
        return new ServiceCollection()
            .AddPortalEngines(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> Complaints(
        ClusterDraft draft
    ) => ClusterRules.Complaints(draft, Places, new ClusterReach(), keepsPassword: false);

    private static string Authority()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
