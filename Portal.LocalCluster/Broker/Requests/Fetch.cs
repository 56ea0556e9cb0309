using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>
/// Batches as they lie in the log. A fetch that finds less than it wants waits until an append, or its own time limit, wakes it. There
/// are no fetch sessions: the answer says session 0, and clients then send all partitions each time.
/// </summary>
internal static class Fetch
{
    public static async ValueTask<FetchResponse?> Answer(Exchange on, FetchRequest request)
    {
        if (request.SessionId != 0)
        {
            return new() { Error = ErrorCode.FetchSessionIdNotFound };
        }

        await WaitForEnough(on, request);
        var most = FetchedBytes.Most(on, request);
        await on.Room.Take(most, on.Stop);
        var quota = FetchedBytes.OfQuota(on);
        var records = new FetchedRecords(on, request, Math.Min(most, quota));
        var read = quota == int.MaxValue ? records.InOrder() : records.InTurn();
        return Within(on, read, records.Last);
    }

    /// <summary>A client that is too fast is given nothing, and told when to ask again, as in Kafka.</summary>
    private static FetchResponse Within(Exchange on, FetchResponse read, FetchedPartition? last)
    {
        var bytes = read.Responses.Sum(topic => topic.Partitions.Sum(each => (long)(each.Records?.Length ?? 0)));
        var silence = on.Cluster.Quotas.Take(on.State.Quotas, on.Measured, QuotaKeys.Consumed, bytes, keep: false);
        if (silence == TimeSpan.Zero)
        {
            on.Client.LastFetched = last ?? on.Client.LastFetched;
            return read;
        }

        on.Client.Throttle(silence);
        return new() { ThrottleTimeMs = (int)silence.TotalMilliseconds };
    }

    private static async ValueTask WaitForEnough(Exchange on, FetchRequest request)
    {
        using var timeout = new CancellationTokenSource(
            TimeSpan.FromMilliseconds(Math.Max(request.MaxWaitMs, 0)),
            on.Cluster.Time
        );
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, on.Stop);
        while (true)
        {
            using var wait = new ArrivalWait(FetchedBytes.Logs(on, request));
            if (FetchedBytes.Available(on, request) >= request.MinBytes)
            {
                return;
            }

            try
            {
                await wait.Arrival.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!on.Stop.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
