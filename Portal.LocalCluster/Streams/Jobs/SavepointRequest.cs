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

    /// <summary>The class of Flink's exception and its words; null: it was written.</summary>
    public string? Failure { get; private set; }

    public void Done() => Done(null);

    public void Failed(
        string words,
        string exceptionClass = "org.apache.flink.runtime.checkpoint.CheckpointException"
    ) => Done($"{exceptionClass}: {words}");

    private void Done(string? failure) => (_doneAt, Failure, IsDone) = (time.GetTimestamp(), failure, true);
}
