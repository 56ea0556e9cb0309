using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// A step of a running job. The operators of a chain run on one thread, and without parallelism all of a job are one chain: a row goes through all of
/// them before the next one is read, so between two rows they are at rest, and that is when their state is written.
/// </summary>
public abstract class Operator(int inputs = 1)
{
    private readonly WatermarkMerge _watermarks = new(inputs);
    private readonly List<(Operator To, int Input)> _outputs = [];
    private long _restored = Watermark.None;

    /// <summary>Rows in and out since the start.</summary>
    public long Received { get; private set; }
    public long Sent { get; protected set; }

    /// <summary>Rows that came after their window was over.</summary>
    public long LateDropped { get; protected set; }

    public long CurrentWatermark => Math.Max(_watermarks.Merged.Ms, _restored);

    /// <summary>As far as the operators behind it are.</summary>
    public virtual long SentWatermark => CurrentWatermark;

    /// <summary>How many rows of state it holds.</summary>
    public virtual long StateRows => 0;

    /// <summary>What its state is made of; null: it has none.</summary>
    public virtual string? Layout => null;

    public Subtask Subtask { get; set; } = Subtask.Only;

    /// <summary>It has one subtask, whatever the job's parallelism is.</summary>
    public virtual bool IsAlone => false;

    /// <summary>By what rows of an input are divided among its subtasks; null: by nothing, any subtask may take them.</summary>
    public virtual RowKey? KeyOf(int input) => null;

    public void To(Operator next, int input) => _outputs.Add((next, input));

    /// <summary>What went to an operator goes to another one from now on.</summary>
    public void Redirect(Operator next, int input, Operator instead) =>
        _outputs[_outputs.IndexOf((next, input))] = (instead, 0);

    public void Take(int input, Change change)
    {
        Received++;
        Process(input, change);
    }

    public void Advance(int input, Watermark mark)
    {
        var before = CurrentWatermark;
        if (_watermarks.Take(input, mark))
        {
            if (CurrentWatermark > before)
            {
                OnWatermark(CurrentWatermark);
            }

            Forward(_watermarks.Merged);
        }
    }

    /// <summary>Lets go state that nothing wrote to for its lifetime.</summary>
    public virtual void Expire() { }

    public virtual void Save(StateWriter to) { }

    public virtual void Restore(StateReader from) { }

    protected abstract void Process(int input, Change change);

    /// <summary>Time went on; what is due is emitted before the watermark goes on itself.</summary>
    protected virtual void OnWatermark(long ms) { }

    protected void Emit(Change change)
    {
        Sent++;
        foreach (var (to, input) in _outputs)
        {
            to.Take(input, change);
        }
    }

    protected void Emit(RowKind kind, object?[] row) => Emit(new Change(kind, row));

    protected virtual void Forward(Watermark mark)
    {
        foreach (var (to, input) in _outputs)
        {
            to.Advance(input, mark);
        }
    }

    /// <summary>A row that was late before a restart is late after it.</summary>
    protected void RestoreWatermark(long ms) => _restored = ms == Watermark.Last ? Watermark.None : ms;

    /// <summary>A row's time, which must be there.</summary>
    protected static long TimeOf(object? value) =>
        value switch
        {
            DateTime at => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond,
            DateTimeOffset at => at.ToUnixTimeMilliseconds(),
            _ => throw new SqlDataException(
                "RowTime field should not be null, please convert it to a non-null long value."
            ),
        };
}
