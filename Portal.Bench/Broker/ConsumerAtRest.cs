using System.Diagnostics;
using Confluent.Kafka;
using Portal.Bench.Running;

namespace Portal.Bench.Broker;

/// <summary>
/// What a consumer costs a broker that has read a thousand partitions to their ends and waits: its client names all of them in each fetch, as librdkafka always
/// does, so it is what fetch sessions would spare.
/// </summary>
internal static class ConsumerAtRest
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    /// <returns>Of one core, for as long as it waits.</returns>
    public static async Task<double> Share(string bootstrap, IReadOnlyList<int> processes, CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
            new ConsumerConfig { BootstrapServers = bootstrap, GroupId = "at-rest" }
        ).Build();
        consumer.Assign(ManyPartitions.All.Select(at => new TopicPartitionOffset(at, Offset.Beginning)));
        for (var read = 0; read < ManyPartitions.Count; read++)
        {
            _ =
                consumer.Consume(Measured)
                ?? throw new TimeoutException($"{read} of {ManyPartitions.Count} records came.");
        }

        var before = Used(processes);
        await Task.Delay(Measured, TimeProvider.System, stop);
        return (Used(processes) - before) / Measured;
    }

    private static TimeSpan Used(IEnumerable<int> processes) =>
        processes.Aggregate(
            TimeSpan.Zero,
            (sum, id) =>
            {
                using var process = Process.GetProcessById(id);
                return sum + process.TotalProcessorTime;
            }
        );
}
