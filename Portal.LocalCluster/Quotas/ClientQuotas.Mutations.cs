using System.Collections.Concurrent;

namespace Portal.LocalCluster.Quotas;

public sealed partial class ClientQuotas
{
    private readonly ConcurrentDictionary<Bucket, TokenBucket> _mutations = new();

    /// <summary>Of changes of topics. All brokers share it: the controller decides them.</summary>
    public MutationQuota Mutations(QuotaTable quotas, QuotaClient client, bool isStrict)
    {
        var limit = Of(quotas, client with { BrokerId = 0 }, QuotaKeys.Mutations);
        if (_mutations.Count >= MostRates)
        {
            _mutations.Clear();
        }

        return new(
            limit is null ? null : _mutations.GetOrAdd(limit.Value.Bucket, _ => new TokenBucket()),
            limit?.Quota ?? 0,
            isStrict,
            time.GetUtcNow().ToUnixTimeMilliseconds()
        );
    }
}
