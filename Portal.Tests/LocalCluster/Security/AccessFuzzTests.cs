using System.Buffers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.SignIn;
using Portal.Kafka.Wire;
using Portal.LocalCluster;
using Portal.LocalCluster.Broker;
using Portal.LocalCluster.Security;
using Portal.Tests.Interop;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Security;

/// <summary>Damaged frames of sign-in and access: each is answered or ends its connection, costs little, and leaves nothing behind.</summary>
public sealed class AccessFuzzTests : IDisposable
{
    private const long MostBytes = 2_000_000;

    internal static readonly ApiKey[] Kinds =
    [
        ApiKey.ApiVersions,
        ApiKey.SaslHandshake,
        ApiKey.SaslAuthenticate,
        ApiKey.DescribeAcls,
        ApiKey.CreateAcls,
        ApiKey.DeleteAcls,
        ApiKey.DescribeUserScramCredentials,
        ApiKey.AlterUserScramCredentials,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-access-fuzz-").FullName;
    private readonly Microsoft.AspNetCore.Builder.WebApplication _host;
    private readonly Cluster _cluster;

    public AccessFuzzTests()
    {
        _host = LocalClusterHost.Build([
            $"--LocalCluster:DataDirectory={_folder}",
            "--LocalCluster:PlainUsers:alice=secret",
            $"--LocalCluster:AdminPort={FreePorts.One()}",
        ]);
        _cluster = _host.Services.GetRequiredService<Cluster>();
    }

    [ClusterFact]
    public Task Damaged_frames_are_answered_or_end_their_connection() => Fuzz(20_000, seed: 20261122);

    [LongFact]
    public Task A_million_damaged_frames_are_answered_or_end_their_connection() =>
        Fuzz(1_000_000, Random.Shared.Next());

    [ClusterFact]
    public void Damaged_messages_of_a_sign_in_sign_nobody_in() => FuzzTokens(5_000, seed: 20261122);

    [LongFact]
    public void A_million_damaged_messages_of_a_sign_in_sign_nobody_in() => FuzzTokens(1_000_000, Random.Shared.Next());

    public void Dispose()
    {
        ((IDisposable)_host).Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Fuzz(int rounds, int seed)
    {
        var random = new Random(seed);
        GoldenMessage[] requests = [.. GoldenMessages.All.Where(m => m.IsRequest && Kinds.Contains(m.Key))];
        requests.Select(m => m.Key).Distinct().Count().ShouldBe(Kinds.Length);
        var plain = new Listener("PLAINTEXT", 1, SignsIn: false);
        var (answered, ended) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var client = new ClientRequests(
                _cluster,
                1,
                plain,
                new ClientSession(_cluster.Authoriser, null, "127.0.0.1")
            );
            var frame = Damaged(requests[random.Next(requests.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var room = new AnswerRoom(_cluster.Memory.Answers);
            using var writer = new KafkaWriter();
            try
            {
                var task = client.IsAnswered(frame, room, writer, CancellationToken.None);
                task.IsCompleted.ShouldBeTrue("nothing here waits for others");
                answered += await task ? 1 : 0;
            }
            catch (MalformedFrameException)
            {
                ended++;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(
                MostBytes,
                $"seed {seed}, round {round}"
            );
        }

        answered.ShouldBeGreaterThan(rounds / 10);
        ended.ShouldBeGreaterThan(rounds / 10);
        _cluster.Access.State.Acls.Count.ShouldBeLessThan(rounds / 100 + 100);
    }

    private void FuzzTokens(int rounds, int seed)
    {
        var random = new Random(seed);
        var salt = "salt"u8.ToArray();
        AccessEvent[] alice =
        [
            new AccessEvent.CredentialSet(
                new("alice", ScramMechanism.Sha256),
                ScramCredential.From(ScramMechanism.Sha256, 4096, salt, ScramHash.Sha256.Salted("right", salt, 4096))
            ),
        ];
        _cluster.Access.Decide(_ => (alice, true));
        var last = Encoding.UTF8.GetBytes($"c=biws,r=nonce,p={Convert.ToBase64String(new byte[32])}");
        byte[][] tokens = [Encoding.UTF8.GetBytes("n,,n=alice,r=nonce"), last, "\0alice\0wrong"u8.ToArray()];
        for (var round = 0; round < rounds; round++)
        {
            var dialogue = new SignInDialogue(_cluster.SaslMechanisms);
            string[] mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI"];
            var before = GC.GetAllocatedBytesForCurrentThread();
            dialogue.Handshake(new() { Mechanism = mechanisms[random.Next(4)] }, (short)random.Next(2));
            for (var message = random.Next(4); message > 0 && dialogue.Refusal is null; message--)
            {
                var token = tokens[random.Next(tokens.Length)].ToArray();
                var isFirst = random.Next(3) > 0;
                dialogue.Authenticate(isFirst ? tokens[0] : Damaged(token, random));
            }

            dialogue.User.ShouldBeNull($"seed {seed}, round {round}");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(
                MostBytes,
                $"seed {seed}, round {round}"
            );
        }
    }

    private static Portal.LocalCluster.Broker.RequestFrame Damaged(GoldenMessage request, Random random)
    {
        var frame = DamagedFrame(request, random);
        var buffer = ArrayPool<byte>.Shared.Rent(frame.Length);
        frame.CopyTo(buffer, 0);
        return new Portal.LocalCluster.Broker.RequestFrame(buffer, frame.Length, default);
    }

    /// <summary>A request without its length; one in ten is whole.</summary>
    internal static byte[] DamagedFrame(GoldenMessage request, Random random)
    {
        var body = random.Next(10) == 0 ? request.Bytes : Damaged(request.Bytes.ToArray(), random);
        using var w = new KafkaWriter();
        new RequestHeader(request.Key, request.Version, 1, "fuzz").Write(
            w,
            request.Versions.IsFlexible(request.Version)
        );
        w.Raw(body);
        return w.Written.ToArray();
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                return bytes[..random.Next(bytes.Length + 1)];
            case 1:
                var noise = new byte[random.Next(200)];
                random.NextBytes(noise);
                return noise;
            default:
                for (var changed = random.Next(4); changed >= 0 && bytes.Length > 0; changed--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
