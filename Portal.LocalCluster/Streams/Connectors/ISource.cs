namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>An operator that a job reads from.</summary>
public interface ISource
{
    /// <summary>It gives nothing more.</summary>
    bool IsOver { get; }

    /// <summary>Others wait for it now.</summary>
    bool LeadsNow => false;

    void Open();

    void Close();

    /// <summary>Takes what is there, no more at once than it may be waited for.</summary>
    /// <param name="wait">How long to wait when nothing is.</param>
    /// <returns>How many records.</returns>
    int Poll(TimeSpan wait);

    /// <summary>Sends the watermark, if it went on.</summary>
    void EmitWatermark();

    /// <summary>Sends the last watermark though more could come.</summary>
    void Drain();

    /// <summary>Shows people where it is; nothing depends on it.</summary>
    void CommitOffsets();
}

/// <summary>An operator that writes for good only with a checkpoint.</summary>
public interface ISink
{
    /// <summary>How long the job's thread has waited for it to take rows, up to now.</summary>
    TimeSpan Waited { get; }

    void Open();

    void Close();

    /// <summary>The job ends: nothing waits any longer until it takes rows.</summary>
    void Abandon();

    /// <summary>Throws when what was written did not arrive.</summary>
    void Check();

    /// <summary>Before a checkpoint is written.</summary>
    /// <param name="within">Throws when it takes longer.</param>
    void Prepare(TimeSpan within);

    /// <summary>The checkpoint can't be written: what was prepared stays open and goes into the next one.</summary>
    void Unprepare();

    /// <summary>After the checkpoint is on the disk.</summary>
    void Commit();
}

public static class Sinks
{
    /// <summary>How long they were waited for, all together.</summary>
    public static TimeSpan Waited(this IEnumerable<ISink> sinks) =>
        sinks.Aggregate(TimeSpan.Zero, (sum, sink) => sum + sink.Waited);
}
