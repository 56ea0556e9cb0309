using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>A subtask that takes rows of others. The watermark of an input is the lowest of its channels that aren't idle.</summary>
internal sealed class ReceiverThread(
    PlanVertex vertex,
    int index,
    Barriers barriers,
    BatchesUnderWay underWay,
    TimeProvider time
) : SubtaskThread(vertex, index, barriers, time)
{
    private readonly Operator _first = vertex.Subtasks[index][0].Operator;
    private readonly List<WatermarkMerge> _marks = [];
    private int _channels;
    private int _arrived;

    public Inbox Inbox { get; } = new();

    /// <summary>Its next input.</summary>
    /// <param name="senders">How many subtasks it comes from.</param>
    /// <returns>A channel for each of them.</returns>
    public IReadOnlyList<Channel> AddInput(int senders)
    {
        _marks.Add(new(senders));
        _channels += senders;
        return [.. Enumerable.Range(0, senders).Select(sender => new Channel(Inbox, _marks.Count - 1, sender))];
    }

    protected override void Step()
    {
        if (!Inbox.TryTake(LongestWait, out var batch))
        {
            Flush();
            return;
        }

        var began = Now;
        if (batch.Elements is { } elements)
        {
            Take(batch.Channel, elements);
        }
        else if (++_arrived == _channels)
        {
            _arrived = 0;
            Rest();
            return;
        }

        if (Inbox.IsEmpty)
        {
            Flush();
        }

        CountBusy(began);
    }

    private void Take(Channel from, IReadOnlyList<Element> elements)
    {
        foreach (var (row, mark) in elements)
        {
            if (mark is not { } watermark)
            {
                _first.Take(from.Input, row);
            }
            else if (_marks[from.Input].Take(from.Sender, watermark))
            {
                _first.Advance(from.Input, _marks[from.Input].Merged);
            }
        }

        Inbox.ReturnCredit(from);
        underWay.Remove();
    }
}
