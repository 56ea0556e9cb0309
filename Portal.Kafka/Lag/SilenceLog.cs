using System.Collections.Concurrent;
using Portal.Kafka.Client;

namespace Portal.Kafka.Lag;

/// <summary>Asks while there is patience, and writes down who did not answer instead of failing.</summary>
internal sealed class SilenceLog(Patience patience)
{
    private readonly ConcurrentQueue<Silence> _silences = new();

    public IReadOnlyList<Silence> All => [.. _silences];

    public async Task<T?> Ask<T>(KafkaClient client, int broker, Call<T> call, CancellationToken stop)
        where T : class
    {
        try
        {
            return await client.SendTo(broker, call, patience.Rest, stop).ConfigureAwait(false);
        }
        catch (KafkaException why)
        {
            _silences.Enqueue(new Silence(broker, call.Key, why));
            return null;
        }
    }
}
