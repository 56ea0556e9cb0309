namespace Portal.LocalCluster.Quotas;

/// <summary>What one request may change of topics by its client's quota: the partitions that it makes and removes are counted, as in Kafka.</summary>
public sealed class MutationQuota
{
    private readonly TokenBucket? _bucket;
    private readonly double _perSecond;
    private readonly bool _isStrict;
    private readonly long _nowMs;

    /// <param name="bucket">Null: there is no quota.</param>
    /// <param name="isStrict">The client knows that it may be refused. Others are served, and silent afterwards.</param>
    internal MutationQuota(TokenBucket? bucket, double perSecond, bool isStrict, long nowMs) =>
        (_bucket, _perSecond, _isStrict, _nowMs) = (bucket, perSecond, isStrict, nowMs);

    /// <summary>How long the client is to be silent.</summary>
    public TimeSpan Silence { get; private set; }

    /// <returns>False: it isn't to be done.</returns>
    public bool Takes(int partitions)
    {
        if (_bucket is null)
        {
            return true;
        }

        lock (_bucket)
        {
            var empty = _bucket.Empty(_perSecond, _nowMs);
            if (_isStrict && empty > TimeSpan.Zero)
            {
                Silence = empty;
                return false;
            }

            _bucket.Take(partitions);
            Silence = _isStrict ? Silence : _bucket.Empty(_perSecond, _nowMs);
            return true;
        }
    }
}
