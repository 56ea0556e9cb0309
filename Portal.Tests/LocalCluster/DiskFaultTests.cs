using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

/// <summary>A disk that is full, as the device that refuses every write.</summary>
public sealed class DiskFaultTests
{
    [ClusterFact]
    public async Task A_commit_that_the_disk_refuses_is_told_in_the_log()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        await cluster.Stop();
        var offsets = Path.Combine(cluster.Data, "offsets.journal");
        File.Delete(offsets);
        File.CreateSymbolicLink(offsets, "/dev/full");
        await cluster.Up();
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic();

        var refusal = await client.Refusal(() =>
            client.Admin.AlterConsumerGroupOffsetsAsync(
                [new("g", [new(topic, 0, 5)])],
                new() { RequestTimeout = TimeSpan.FromSeconds(5) }
            )
        );

        refusal.ShouldNotBeNull();
        await Deadline.Until(() => cluster.Log.Contains("on a fault of its own", StringComparison.Ordinal));
        await Deadline.Until(() => cluster.Log.Contains("No space left on device", StringComparison.Ordinal));
    }
}
