using Microsoft.Extensions.Options;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Demo;

/// <summary>
/// A client quota on what a job's consumers read, set on the cluster as its operators would: the job falls behind, and costs nothing while it waits.
/// Set again at each start, and twice is once.
/// </summary>
internal sealed class DemoQuota(IOptions<DemoOptions> options, TimeProvider clock)
{
    private const string Consumed = "consumer_byte_rate";

    /// <exception cref="DemoException">The cluster refused, or doesn't answer.</exception>
    public async Task Hold(DemoJob job, CancellationToken stop)
    {
        if (job.MostBytesPerSecond is not { } most)
        {
            return;
        }

        try
        {
            await using var kafka = new KafkaClient(
                Endpoints(options.Value.Bootstrap[job.Sink.Cluster]),
                KafkaSecurity.None,
                new(),
                clock
            );
            var answer = await kafka.SendAny(Call.Of(Limit(job, most)), null, stop);
            if (answer.Entries.FirstOrDefault(entry => entry.Error != ErrorCode.None) is { } refused)
            {
                throw new DemoException($"The cluster refused it: {refused.ErrorMessage}");
            }
        }
        catch (KafkaException unanswered)
        {
            throw new DemoException(unanswered.Message);
        }
    }

    // Flink calls a source's consumer by its group and subtask.
    private static AlterClientQuotasRequest Limit(DemoJob job, double bytesPerSecond) =>
        new()
        {
            Entries =
            [
                new()
                {
                    Entity = [new() { EntityType = "client-id", EntityName = $"flink-{job.Name}-0" }],
                    Ops = [new() { Key = Consumed, Value = bytesPerSecond }],
                },
            ],
        };

    private static IReadOnlyList<KafkaEndpoint> Endpoints(string bootstrap) =>
        [
            .. bootstrap
                .Split(',')
                .Select(at => new Uri($"kafka://{at}"))
                .Select(at => new KafkaEndpoint(at.Host, at.Port)),
        ];
}
