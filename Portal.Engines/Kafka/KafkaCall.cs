using Portal.Kafka.Client;

namespace Portal.Engines.Kafka;

/// <summary>One call to a cluster, with what goes wrong sorted on its way out.</summary>
internal static class KafkaCall
{
    public static Task<T> Ask<T>(OpenedCluster cluster, Func<Task<T>> question, CancellationToken stop) =>
        Sorted(cluster, question, fault => KafkaFaults.OfQuestion(cluster, fault), stop);

    public static Task<T> Act<T>(OpenedCluster cluster, Func<Task<T>> act, CancellationToken stop) =>
        Sorted(cluster, act, fault => KafkaFaults.OfAct(cluster, fault), stop);

    private static async Task<T> Sorted<T>(
        OpenedCluster cluster,
        Func<Task<T>> call,
        Func<KafkaException, EngineException> sort,
        CancellationToken stop
    )
    {
        try
        {
            return await call();
        }
        catch (KafkaException fault)
        {
            throw sort(fault);
        }
        // A client that is closed under a call, before it was sent: its connection attempt is cancelled, or refused.
        catch (Exception closed)
            when (closed is ObjectDisposedException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            throw KafkaFaults.Reopened(cluster, closed);
        }
    }
}
