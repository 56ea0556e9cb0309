using System.Collections.Concurrent;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Asks until the deadline, and writes down who did not answer instead of failing.</summary>
internal sealed class SilenceLog(ReadDeadline deadline)
{
    private readonly ConcurrentQueue<Silence> _silences = new();

    public IReadOnlyList<Silence> All => [.. _silences];

    public bool IsRefused(int broker, ApiKey what) =>
        _silences.Any(silence => silence.Broker == broker && silence.What == what && silence.IsRefusal);

    public async Task<T?> Ask<T>(KafkaClient client, int broker, Call<T> call, CancellationToken stop)
        where T : class
    {
        try
        {
            return await client.SendTo(broker, call, deadline.Rest, stop).ConfigureAwait(false);
        }
        catch (KafkaException why)
        {
            _silences.Enqueue(new Silence(broker, call.Key, why));
            return null;
        }
    }
}
