namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>From one subtask to another. The sender needs a credit for each batch, and has it back once the batch is processed: so what is under way is bounded.</summary>
/// <param name="input">Of the receiver's first operator.</param>
/// <param name="sender">Its subtask's number.</param>
internal sealed class Channel(Inbox to, int input, int sender)
{
    /// <summary>As Flink's buffers of a channel: two of its own, and some of those that float.</summary>
    public const int Credits = 4;

    public int Input => input;

    public int Sender => sender;

    public Inbox To => to;

    /// <summary>Batches that aren't processed yet. The inbox's lock guards it.</summary>
    public int UnderWay { get; set; }
}
