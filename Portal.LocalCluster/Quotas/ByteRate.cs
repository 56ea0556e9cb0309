namespace Portal.LocalCluster.Quotas;

/// <summary>Bytes of the last seconds, as Kafka counts them (quota.window.num=11, quota.window.size.seconds=1).</summary>
internal sealed class ByteRate
{
    /// <summary>The seconds that a rate is the mean of at least: a quota's worth of them may come at once.</summary>
    public const int Seconds = Windows - 1;

    private const int Windows = 11;
    private const long WindowMs = 1000;

    private readonly (long StartMs, double Bytes)[] _windows = new (long, double)[Windows];
    private int _now = -1;

    public void Add(double bytes, long nowMs)
    {
        if (_now < 0 || nowMs - _windows[_now].StartMs >= WindowMs)
        {
            _now = (_now + 1) % Windows;
            _windows[_now] = (nowMs, 0);
        }

        _windows[_now].Bytes += bytes;
    }

    /// <summary>Nothing came for so long that it is as if nothing ever had.</summary>
    public bool IsOver(long nowMs) => _windows.All(each => nowMs - each.StartMs >= Windows * WindowMs);

    /// <summary>How long nothing may come for the rate to be the quota's again; none when it isn't above it.</summary>
    public TimeSpan Above(double quota, long nowMs)
    {
        var recent = _windows.Where(each => each.StartMs > 0 && nowMs - each.StartMs < Windows * WindowMs).ToArray();
        if (recent.Length == 0)
        {
            return TimeSpan.Zero;
        }

        double elapsed = nowMs - recent.Min(each => each.StartMs);
        var full = (int)(elapsed / WindowMs);
        elapsed += Math.Max(Seconds - full, 0) * WindowMs;
        var allowedMs = recent.Sum(each => each.Bytes) / quota * 1000;
        return TimeSpan.FromMilliseconds(Math.Clamp(Math.Round(allowedMs - elapsed), 0, int.MaxValue));
    }
}
