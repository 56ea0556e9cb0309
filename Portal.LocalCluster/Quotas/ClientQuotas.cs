using System.Collections.Concurrent;

namespace Portal.LocalCluster.Quotas;

/// <summary>
/// What clients have produced and consumed lately, held against the quotas there are: the most specific quota that means a client counts, and
/// clients that share it share what it allows. On each broker by itself, as in Kafka.
/// </summary>
public sealed partial class ClientQuotas(TimeProvider time)
{
    /// <summary>A client that comes under ever new ids isn't kept in memory.</summary>
    private const int MostRates = 10_000;

    private readonly ConcurrentDictionary<Bucket, ByteRate> _rates = new();

    /// <summary>Counts the bytes in; gives how long the client is to be silent.</summary>
    /// <param name="keep">False: bytes that are too many aren't counted in, because they aren't sent.</param>
    public TimeSpan Take(QuotaTable quotas, QuotaClient client, string key, double bytes, bool keep)
    {
        if (Of(quotas, client, key) is not { } limit)
        {
            return TimeSpan.Zero;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        Tidy(now);
        var rate = _rates.GetOrAdd(limit.Bucket, _ => new ByteRate());
        lock (rate)
        {
            rate.Add(bytes, now);
            var wait = rate.Above(limit.Quota, now);
            if (wait > TimeSpan.Zero && !keep)
            {
                rate.Add(-bytes, now);
            }

            return wait;
        }
    }

    /// <summary>The most bytes that a client may be sent at once without being too fast; null without a quota.</summary>
    public static double? MostAtOnce(QuotaTable quotas, QuotaClient client, string key) =>
        Of(quotas, client, key) is { } limit ? limit.Quota * ByteRate.Seconds : null;

    private void Tidy(long now)
    {
        if (_rates.Count < MostRates)
        {
            return;
        }

        foreach (var (bucket, rate) in _rates)
        {
            lock (rate)
            {
                if (rate.IsOver(now))
                {
                    _rates.TryRemove(bucket, out _);
                }
            }
        }
    }

    private static (Bucket Bucket, double Quota)? Of(QuotaTable quotas, QuotaClient client, string key)
    {
        if (quotas.IsEmpty)
        {
            return null;
        }

        QuotaName user = new(client.User);
        QuotaName id = new(client.ClientId);
        QuotaName other = new(null);
        (QuotaName? User, QuotaName? Id)[] inOrder =
        [
            (user, id),
            (user, other),
            (user, null),
            (other, id),
            (other, other),
            (other, null),
            (null, id),
            (null, other),
        ];
        foreach (var (ofUser, ofId) in inOrder)
        {
            if (quotas.Find(new(ofUser, ofId, null), key) is { } quota)
            {
                var bucket = new Bucket(
                    key,
                    client.BrokerId,
                    ofUser is null ? null : client.User,
                    ofId is null ? null : client.ClientId
                );
                return (bucket, quota);
            }
        }

        return null;
    }

    private sealed record Bucket(string Key, int BrokerId, string? User, string? ClientId);
}
