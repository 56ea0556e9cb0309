using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSink
{
    private const string LayoutOf = "transaction on ";

    public override string? Layout => table.IsExactlyOnce ? $"{LayoutOf}{table.Topic}" : null;

    public static bool IsOfTransaction(string layout) => layout.StartsWith(LayoutOf, StringComparison.Ordinal);

    public override void Save(StateWriter to) =>
        to.Row(_pending is { } t ? [t.TransactionalId, t.ProducerId, (long)t.ProducerEpoch, t.StartedMs] : []);

    public override void Restore(StateReader from)
    {
        var writtenBy = from.Share?.WrittenBy ?? 0;
        var pending = from.Row() is [string id, long producer, long epoch, long started]
            ? new PendingTransaction(id, producer, (short)epoch, started)
            : null;
        if (writtenBy % Subtask.Count == Subtask.Index)
        {
            _former[writtenBy] = pending;
        }
    }
}
