using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>A subtask that reads.</summary>
/// <param name="isHeldBack">Others are to be read to their end first.</param>
internal sealed class SourceThread(
    PlanVertex vertex,
    int index,
    Barriers barriers,
    TimeProvider time,
    Func<bool> isHeldBack
) : SubtaskThread(vertex, index, barriers, time)
{
    private readonly ISource _source = (ISource)vertex.Subtasks[index][0].Operator;
    private volatile bool _isOver;
    private volatile bool _leads = ((ISource)vertex.Subtasks[index][0].Operator).LeadsNow;
    private int _seen;

    /// <summary>It sent all that it will ever send.</summary>
    public bool IsOver => _isOver;

    /// <summary>Others wait for what it has yet to read.</summary>
    public bool Leads => _leads;

    protected override void Step()
    {
        if (Barriers.IsRequested(ref _seen))
        {
            AtBarrier();
        }
        else if (_isOver || (!_leads && isHeldBack()))
        {
            Barriers.Idle(_seen, LongestWait);
        }
        else
        {
            Take();
        }
    }

    protected override void Tick() => _source.EmitWatermark();

    private void Take()
    {
        var began = Now;
        var taken = _source.Poll(LongestWait);
        if (_source.IsOver)
        {
            _source.EmitWatermark();
        }

        Flush();
        if (taken > 0)
        {
            CountBusy(began);
        }

        (_leads, _isOver) = (_source.LeadsNow, _source.IsOver);
    }

    private void AtBarrier()
    {
        if (Barriers.Drains)
        {
            _source.Drain();
        }

        Rest();
    }
}
