namespace Portal.LocalCluster.Quotas;

/// <summary>
/// How many changes are allowed: those of eleven seconds may come at once, then as many a second as the quota says, as in Kafka
/// (controller.quota.window.num=11, controller.quota.window.size.seconds=1). The last that is let through may go below zero.
/// </summary>
internal sealed class TokenBucket
{
    private const int Windows = 11;
    private double? _left;
    private long _atMs;

    /// <summary>How long nothing is left; none: something is.</summary>
    public TimeSpan Empty(double perSecond, long nowMs)
    {
        var most = Windows * perSecond;
        _left = Math.Min(most, (_left ?? most) + (nowMs - _atMs) * perSecond / 1000);
        _atMs = nowMs;
        return _left < 0 ? TimeSpan.FromSeconds(-_left.Value / perSecond) : TimeSpan.Zero;
    }

    public void Take(double count) => _left -= count;
}
