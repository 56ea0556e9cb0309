namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// How long state stays that nothing writes to (table.exec.state.ttl). After a restore its time begins anew: when it was written to isn't part
/// of what is saved.
/// </summary>
/// <param name="length">Null: for good.</param>
public sealed class StateLifetime(TimeSpan? length, TimeProvider time)
{
    /// <summary>State that is bounded otherwise, by time or by windows.</summary>
    public static readonly StateLifetime Endless = new(null, TimeProvider.System);

    public bool IsEndless => length is null;

    /// <summary>To be kept with what was written now.</summary>
    public long Now => IsEndless ? 0 : time.GetTimestamp();

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
