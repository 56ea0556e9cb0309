namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A savepoint that was requested; its progress is known while the process lives.</summary>
/// <param name="Folder">Where it is to lie.</param>
/// <param name="Stops">The job ends with it.</param>
/// <param name="Drains">All windows are sent first, as if the input had ended.</param>
public sealed class SavepointRequest(string folder, bool stops, bool drains, TimeProvider time)
{
    private long _doneAt;

    public string Folder => folder;
    public bool Stops => stops;
    public bool Drains => drains;

    public bool IsDone { get; private set; }

    /// <summary>Since when; nothing while it isn't.</summary>
    public TimeSpan DoneFor => IsDone ? time.GetElapsedTime(_doneAt) : TimeSpan.Zero;

    /// <summary>Null: it was written.</summary>
    public string? Failure { get; private set; }

    public void Done(string? failure = null) => (_doneAt, Failure, IsDone) = (time.GetTimestamp(), failure, true);
}
