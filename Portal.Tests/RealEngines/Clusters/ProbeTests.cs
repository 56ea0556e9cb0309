using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

/// <summary>Each way a registration can be wrong has its own words, beside the field to mend.</summary>
[Collection(KafkaBrokers.Shared)]
public sealed class ProbeTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private RegisteredKafka _world = null!;

    private ClusterDraft Good => SignedIn(brokers, KafkaBrokers.User, KafkaBrokers.Password);

    public async Task InitializeAsync() => _world = await Open();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [EngineFact]
    public async Task Every_listener_answers_who_comes_the_right_way()
    {
        var plain = await Facts(Plain(brokers));
        plain.Version.ShouldBe("4.3");
        plain.ControllerKind.ShouldBe("KRaft");
        plain.Brokers.Count.ShouldBe(3);
        plain.MissingPermissions.ShouldBeEmpty();
        plain.UnknownPermissions.ShouldNotContain(words => words.Contains("cluster as a whole"));
        plain.IsLocal.ShouldBeFalse();
        plain.AccessLimits.ShouldBeEmpty("it has an authorizer, and whoever doesn't sign in is a super user");

        var tls = await Facts(Plain(brokers) with { Addresses = brokers.Kafka.Tls, Tls = true, CaPem = brokers.CaPem });
        tls.EngineId.ShouldBe(plain.EngineId);
        (await Facts(Good)).EngineId.ShouldBe(plain.EngineId);
        (await Facts(Good with { SaslMechanism = SaslMechanisms.ScramSha256 })).EngineId.ShouldBe(plain.EngineId);
        var inTheOpen = Good with { Addresses = brokers.Kafka.Sasl, Tls = false, CaPem = null };
        (await Facts(inTheOpen)).EngineId.ShouldBe(plain.EngineId);
    }

    [FullRunFact]
    public async Task A_cluster_without_an_authorizer_is_reported_as_one_on_which_nothing_can_be_granted()
    {
        await using var open = await RealKafka.Start(1, tls: false, "authorizer.class.name=");

        var limit = (
            await Facts(new ClusterDraft("open", "dev", "local", open.Bootstrap))
        ).AccessLimits.ShouldHaveSingleItem();

        limit.What.ShouldBe("No authorizer is configured");
        limit.Effect.ShouldEndWith("requests for access are refused.");
        limit.Remedy.ShouldStartWith("Set authorizer.class.name");
    }

    [EngineFact]
    public async Task One_cluster_over_two_listeners_is_still_one()
    {
        await _world.Register(Plain(brokers));

        var again = await _world.Registration.Register(Sam, Good, default);

        again.ShouldBeOfType<Outcome<ClusterId>.Refused>().Why.Words.ShouldContain("already, as plain");
    }

    [EngineFact]
    public async Task A_wrong_password_is_told_beside_the_password()
    {
        var words = await Wrong(Good with { Password = "wrong" }, ClusterField.Password);

        words.ShouldContain("refused the sign-in");
    }

    [EngineFact]
    public async Task A_mechanism_that_is_not_offered_is_told_with_those_that_are() =>
        (await Wrong(Good with { SaslMechanism = SaslMechanisms.Plain }, ClusterField.SaslMechanism)).ShouldContain(
            "SCRAM-SHA-512"
        );

    [EngineFact]
    public async Task A_certificate_that_is_not_trusted_is_told_with_what_it_says()
    {
        var words = await Wrong(Good with { CaPem = null }, ClusterField.CaPem);
        words.ShouldContain("issued by");
        words.ShouldContain("valid until");

        (await Wrong(Good with { CaPem = AnotherAuthority() }, ClusterField.CaPem)).ShouldContain("issued by");
    }

    [EngineFact]
    public async Task Tls_where_there_is_none_and_none_where_there_is()
    {
        var none = Plain(brokers) with { Tls = true, CaPem = brokers.CaPem };
        (await Wrong(none, ClusterField.Addresses)).ShouldContain("switch TLS off");
        var tls = Plain(brokers) with { Addresses = brokers.Kafka.Tls };
        (await Wrong(tls, ClusterField.Addresses)).ShouldContain("switch TLS on");
    }

    [EngineFact]
    public async Task A_listener_that_wants_a_sign_in_says_so() =>
        (await Wrong(Plain(brokers) with { Addresses = brokers.Kafka.Sasl }, ClusterField.Addresses)).ShouldContain(
            "wants a sign-in"
        );

    [EngineFact]
    public async Task Where_nobody_listens_and_names_that_lead_nowhere()
    {
        var nobody = Plain(brokers) with { Addresses = $"127.0.0.1:{FreePorts.One()}" };
        (await Wrong(nobody, ClusterField.Addresses)).ShouldContain("nothing listens there");
        var unknown = Plain(brokers) with { Addresses = "kafka.invalid:9092" };
        (await Wrong(unknown, ClusterField.Addresses)).ShouldContain("kafka.invalid:9092 can't be reached");
    }

    [EngineFact]
    public async Task What_is_not_kafka_is_told_as_that()
    {
        using var web = new Impostor("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        (await Wrong(Plain(brokers) with { Addresses = web.Address }, ClusterField.Addresses)).ShouldContain(
            "isn't Kafka"
        );
    }

    [EngineFact]
    public async Task What_never_answers_is_not_waited_for_forever()
    {
        using var silent = new Impostor("");
        (await Wrong(Plain(brokers) with { Addresses = silent.Address }, ClusterField.Addresses)).ShouldContain(
            "within"
        );
    }

    private async Task<ClusterFacts> Facts(ClusterDraft draft) =>
        await _world.Registration.Test(Sam, draft, null, default) switch
        {
            Outcome<ClusterFacts>.Done(var facts) => facts,
            Outcome<ClusterFacts>.Refused(var why) => throw new InvalidOperationException(why.Words),
            _ => throw new InvalidOperationException(),
        };

    private async Task<string> Wrong(ClusterDraft draft, string field)
    {
        var outcome = await _world.Registration.Test(Sam, draft, null, default);
        var why = outcome.ShouldBeOfType<Outcome<ClusterFacts>.Refused>().Why;
        why.Fields.ShouldNotBeNull(why.Words).Keys.ShouldBe([field], why.Words);
        return why.Words;
    }

    private static string AnotherAuthority()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    /// <summary>Listens, and says one thing to whoever speaks.</summary>
    private sealed class Impostor : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Impostor(string says)
        {
            _listener.Start();
            _ = Serve(Encoding.ASCII.GetBytes(says));
        }

        public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Dispose();

        private async Task Serve(byte[] says)
        {
            var guests = new List<TcpClient>();
            try
            {
                while (true)
                {
                    var guest = await _listener.AcceptTcpClientAsync();
                    guests.Add(guest);
                    await guest.GetStream().ReadExactlyAsync(new byte[8]);
                    await guest.GetStream().WriteAsync(says);
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or IOException)
            {
                guests.ForEach(guest => guest.Dispose());
            }
        }
    }
}
