namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>Counting much state takes time, so it is done the more seldom the longer it takes.</summary>
internal sealed class CountingPace(TimeProvider time)
{
    private const int Share = 20;
    private long _began;
    private TimeSpan _took;

    public bool IsDue => time.GetElapsedTime(_began) >= Share * _took;

    public void Count(Action count)
    {
        _began = time.GetTimestamp();
        count();
        _took = time.GetElapsedTime(_began);
    }
}
