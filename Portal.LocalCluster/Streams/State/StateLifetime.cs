namespace Portal.LocalCluster.Streams.State;

/// <summary>How long state stays that nothing writes to (table.exec.state.ttl). It goes on while the job is down.</summary>
/// <param name="length">Null: for good.</param>
public sealed class StateLifetime(TimeSpan? length, TimeProvider time)
{
    /// <summary>State that is bounded otherwise, by time or by windows.</summary>
    public static readonly StateLifetime Endless = new(null, TimeProvider.System);

    public bool IsEndless => length is null;

    /// <summary>To be kept with what was written now.</summary>
    public long Now => IsEndless ? 0 : time.GetTimestamp();

    /// <summary>When something was written, for another process to read; Unix milliseconds.</summary>
    public long ToMs(long written) => NowMs - (long)time.GetElapsedTime(written).TotalMilliseconds;

    /// <summary>As <see cref="Now"/> was then. What lies ahead, by another clock, was written now.</summary>
    public long FromMs(long ms) =>
        IsEndless ? 0 : time.GetTimestamp() - (Math.Max(0, NowMs - ms) * time.TimestampFrequency / 1000);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool IsOver(long written) => length is { } most && time.GetElapsedTime(written) >= most;

    /// <summary>Whether so much of a lifetime went by since the last look that it pays to look for what is over.</summary>
    public bool IsDue(ref long looked)
    {
        if (length is not { } most || time.GetElapsedTime(looked) < most / 4)
        {
            return false;
        }

        looked = time.GetTimestamp();
        return true;
    }
}
