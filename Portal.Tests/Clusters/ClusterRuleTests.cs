using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Portal.Core.Clusters;

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
