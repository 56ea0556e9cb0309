using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Interop;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Security;

/// <summary>Damaged frames of sign-in and access over the socket where clients sign in, before and after they did, at a broker in a process of its own.</summary>
public sealed class SignInFuzzTests
{
    private const int MostOfOne = 50;
    private const int SideBySide = 8;
    private const long MostMemory = 400_000_000;

    [ClusterFact]
    public Task Damaged_frames_where_clients_sign_in_leave_the_broker_whole() => Fuzz(8_000, seed: 20261126);

    [LongFact]
    public Task A_million_damaged_frames_where_clients_sign_in_leave_the_broker_whole_and_take_no_more_memory() =>
        Fuzz(1_000_000, Random.Shared.Next());

    private static async Task Fuzz(int frames, int seed)
    {
        await using var cluster = await LocalKafkaProcess.Start(1, "FrameTimeout=00:00:05", "PlainUsers:alice=secret");
        await using var world = AccessWorld.On(cluster);
        // What she sends whole is done, and not refused before it is looked at.
        await world.Acls(AccessWorld.Allow("alice", AclOperation.All, AclResourceType.Cluster, "kafka-cluster"));
        GoldenMessage[] requests =
        [
            .. GoldenMessages.All.Where(m => m.IsRequest && AccessFuzzTests.Kinds.Contains(m.Key)),
        ];
        var (answered, ended) = (0, 0);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, frames).TakeWhile(_ => Volatile.Read(ref answered) + Volatile.Read(ref ended) < frames),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide },
            async (number, _) =>
            {
                var random = new Random(seed + number);
                using var line = await SaslLine.To(cluster.Sasl);
                var isSignedIn = number % 2 == 0;
                if (isSignedIn)
                {
                    (await line.Handshake("PLAIN")).ShouldNotBeNull().Error.ShouldBe(ErrorCode.None);
                    (await line.Token("\0alice\0secret")).ShouldNotBeNull().Error.ShouldBe(ErrorCode.None);
                }

                for (var sent = 0; sent < MostOfOne; sent++)
                {
                    var frame = AccessFuzzTests.DamagedFrame(requests[random.Next(requests.Length)], random);
                    if (await line.Bare(frame) is null)
                    {
                        Interlocked.Increment(ref ended);
                        return;
                    }

                    Interlocked.Increment(ref answered);
                }
            }
        );

        cluster.LastWords.ShouldBeNull();
        cluster.Log.ShouldNotContain("fault of its own");
        cluster.Memory().ShouldBeLessThan(MostMemory, $"seed {seed}");
        answered.ShouldBeGreaterThan(frames / 10);
        ended.ShouldBeGreaterThan(frames / 10);
        await world.Users("beside");
        await world.Topic("orders");
        await world.Acls(AccessWorld.Allow("beside", AclOperation.Describe, AclResourceType.Topic, "orders"));
        (await AccessWorld.Operations(world.As("beside"), "orders")).ShouldContain(AclOperation.Describe);
    }
}
