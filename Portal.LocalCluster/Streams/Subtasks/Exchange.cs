using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>
/// Stands at the end of a subtask's chain for the operator of another vertex: a row goes to the subtask that has the group of its key, a watermark and a
/// barrier to all of them.
/// </summary>
/// <param name="key">Null: all of a subtask's rows go to the same one, so that they stay in order.</param>
/// <param name="waits">For credits, of the whole subtask.</param>
internal sealed class Exchange(
    RowKey? key,
    int sender,
    IReadOnlyList<Channel> channels,
    int maxParallelism,
    BatchesUnderWay underWay,
    WaitTime waits
) : Operator
{
    private const int MostElements = 256;
    private readonly List<Element>?[] _open = new List<Element>?[channels.Count];

    /// <summary>Sends what was gathered.</summary>
    public void Flush()
    {
        for (var to = 0; to < _open.Length; to++)
        {
            Flush(to);
        }
    }

    public void SendBarrier()
    {
        Flush();
        foreach (var channel in channels)
        {
            channel.To.Add(new(channel, null), waits);
        }
    }

    protected override void Process(int input, Change change) => Add(Receiver(change.Row), new(change, null));

    protected override void Forward(Watermark mark)
    {
        for (var to = 0; to < _open.Length; to++)
        {
            Add(to, new(default, mark));
        }
    }

    private int Receiver(object?[] row) =>
        channels.Count == 1 ? 0
        : key is null ? sender % channels.Count
        : KeyGroups.SubtaskOf(KeyGroups.Of(key.Of(row), maxParallelism), channels.Count, maxParallelism);

    private void Add(int to, Element element)
    {
        if (_open[to] is not { } open)
        {
            _open[to] = open = [];
            underWay.Add();
        }

        open.Add(element);
        if (open.Count >= MostElements)
        {
            Flush(to);
        }
    }

    private void Flush(int to)
    {
        if (_open[to] is { } open)
        {
            _open[to] = null;
            channels[to].To.Add(new(channels[to], open), waits);
        }
    }
}

/// <summary>How many batches of a job aren't processed yet, gathered ones as well: none, and nothing goes on between its subtasks.</summary>
internal sealed class BatchesUnderWay
{
    private long _count;

    public bool IsNone => Interlocked.Read(ref _count) == 0;

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
