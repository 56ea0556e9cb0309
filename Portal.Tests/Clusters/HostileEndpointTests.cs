using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Engines.Http;
using Portal.Engines.Kafka;
using Portal.Engines.Secrets;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kafka;

namespace Portal.Tests.Clusters;

/// <summary>Whoever answers at an address that is tested may mean harm: to the network beside it, to the portal, to the password.</summary>
public sealed partial class HostileEndpointTests : IAsyncDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly string _keys = Directory.CreateTempSubdirectory("portal-keys-").FullName;
    private readonly ScriptedBroker _broker = new();

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task A_cluster_that_names_every_host_of_a_network_has_few_of_them_dialled()
    {
        using var network = new Network(hosts: 40);
        var named = network.Hosts.Select(
            (host, i) =>
                new MetadataResponse.Broker
                {
                    NodeId = i,
                    Host = host,
                    Port = network.Port,
                }
        );
        _broker.On(ApiKey.Metadata, 12, _broker.Alone() with { Brokers = [.. named] });

        var failed = (await Test()).ShouldBeOfType<ProbeAnswer.Failed>();

        failed.Field.ShouldBe(ClusterField.Addresses);
        network.Dialled.ShouldBeInRange(1, KafkaProbe.MostBrokers);
    }

    [Fact]
    public async Task A_broker_that_can_be_reached_is_enough()
    {
        using var network = new Network(hosts: 3);
        MetadataResponse.Broker[] named =
        [
            new()
            {
                NodeId = 1,
                Host = _broker.At.Host,
                Port = _broker.At.Port,
            },
            .. network.Hosts.Select(
                (host, i) =>
                    new MetadataResponse.Broker
                    {
                        NodeId = 2 + i,
                        Host = host,
                        Port = network.Port,
                    }
            ),
        ];
        _broker.WithNeeded().On(ApiKey.Metadata, 12, _broker.Alone() with { Brokers = named });
        _broker.On(ApiKey.ListGroups, 4, new ListGroupsResponse());
        _broker.On(ApiKey.DescribeGroups, 5, new DescribeGroupsResponse());
        _broker.On(ApiKey.DescribeCluster, 1, new DescribeClusterResponse { ClusterId = "scripted" });

        // Whether a line's end or a broken write is noticed first is chance.
        for (var again = 0; again < 20; again++)
        {
            var answer = await Test();

            answer
                .ShouldBeOfType<ProbeAnswer.Reached>((answer as ProbeAnswer.Failed)?.Words)
                .Facts.EngineId.ShouldBe("scripted");
        }
    }

    [Fact]
    public async Task An_answer_larger_than_any_cluster_needs_is_not_taken_in()
    {
        var endless = new MetadataResponse.Topic { Name = new string('x', 30_000) };
        _broker.On(ApiKey.Metadata, 12, _broker.Alone([.. Enumerable.Repeat(endless, 500)]));

        var failed = (await Test()).ShouldBeOfType<ProbeAnswer.Failed>();

        failed.Words.ShouldContain("the limit is");
    }

    [Fact]
    public async Task Answers_that_are_too_much_together_end_the_connection()
    {
        _broker.On(ApiKey.Metadata, 12, _broker.Alone(new MetadataResponse.Topic { Name = new string('x', 5_000) }));
        var options = new KafkaOptions { MostBytesInAll = 20_000 };
        await using var client = new KafkaClient([_broker.At], KafkaSecurity.None, options, TimeProvider.System);

        var fault = await Should.ThrowAsync<KafkaException.Garbled>(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await client.Metadata(new MetadataRequest(), Never);
            }
        });

        fault.Message.ShouldContain("More than 20000 bytes");
        _broker.CountOf(ApiKey.Metadata).ShouldBe(4, "three answers fit");
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(4096, false)]
    public async Task Scram_with_few_iterations_is_refused_in_words_and_no_proof_is_sent(int iterations, bool isWeak)
    {
        _broker.On(ApiKey.SaslHandshake, 1, new SaslHandshakeResponse { Mechanisms = ["SCRAM-SHA-512"] });
        _broker.On(
            ApiKey.SaslAuthenticate,
            2,
            (w, v) =>
            {
                var nonce = Nonce().Match(Encoding.Latin1.GetString(_broker.Request)).Groups["nonce"].Value;
                var challenge = $"r={nonce}theirs,s={Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}";
                var bytes = Encoding.UTF8.GetBytes($"{challenge},i={iterations}");
                return ScriptedBroker.Say(new SaslAuthenticateResponse { AuthBytes = bytes })(w, v);
            }
        );

        var failed = (
            await Test(new("SCRAM-SHA-512", "portal", new ClusterPassword.Typed("secret")))
        ).ShouldBeOfType<ProbeAnswer.Failed>();

        _broker.CountOf(ApiKey.SaslAuthenticate).ShouldBe(isWeak ? 1 : 2);
        failed.Field.ShouldBe(isWeak ? ClusterField.SaslMechanism : ClusterField.Password);
        failed.Words.Contains("1000 iterations; fewer than 4096 are too weak").ShouldBe(isWeak);
    }

    [Fact]
    public async Task A_certificate_is_not_looked_at_where_the_portal_must_not_go()
    {
        using var elsewhere = new Network(hosts: 1);
        var at = new KafkaEndpoint(elsewhere.Hosts[0], elsewhere.Port);

        (await CertificateLook.At(at, (_, _) => "It lies outside.", Never)).Certificate.ShouldBeNull();
        elsewhere.Dialled.ShouldBe(0);
        await CertificateLook.At(at, (_, _) => null, Never);
        elsewhere.Dialled.ShouldBe(1);
    }

    private async Task<ProbeAnswer> Test(ClusterSignIn? signIn = null)
    {
        var vault = new SecretVault(new KeyStorage(Options.Create(new SecretOptions { KeysDirectory = _keys })));
        var login = new KafkaLogin(vault, new ClusterReach(), TimeProvider.System);
        var probe = new KafkaProbe(login, TimeProvider.System, NullLogger<KafkaProbe>.Instance);
        var given = new BootstrapAddress(_broker.At.Host, _broker.At.Port);
        return await probe.Ask(new ClusterAccess([given], Tls: false, SignIn: signIn), Never);
    }

    [GeneratedRegex("r=(?<nonce>[A-Za-z0-9+/=]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nonce();

    /// <summary>Hosts that take a connection, note it and end it.</summary>
    private sealed class Network : IDisposable
    {
        private readonly List<TcpListener> _listeners = [];
        private int _dialled;

        public Network(int hosts)
        {
            Port = Kit.FreePorts.One();
            Hosts = [.. Enumerable.Range(1, hosts).Select(n => $"127.3.7.{n}")];
            foreach (var host in Hosts)
            {
                var listener = new TcpListener(IPAddress.Parse(host), Port);
                listener.Start();
                _listeners.Add(listener);
                _ = Take(listener);
            }
        }

        public int Port { get; }

        public string[] Hosts { get; }

        public int Dialled => Volatile.Read(ref _dialled);

        public void Dispose() => _listeners.ForEach(listener => listener.Stop());

        private async Task Take(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    using var connection = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref _dialled);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException) { }
        }
    }
}
