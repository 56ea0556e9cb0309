namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private bool _hasSlots;

    /// <summary>It is to run and has no slots yet. To Flink such a job runs, and its tasks are scheduled.</summary>
    public bool IsWaitingForSlots { get; private set; }

    /// <summary>They stay its own while it pauses between two starts.</summary>
    /// <returns>False when it was stopped meanwhile.</returns>
    private bool TakeSlots()
    {
        if (_hasSlots)
        {
            return true;
        }

        IsWaitingForSlots = _slots.Free < Options.Parallelism;
        if (IsWaitingForSlots)
        {
            Keep(_record.In(JobStates.Running, NowMs));
        }

        try
        {
            _hasSlots = _slots.Take(Options.Parallelism, _time, () => _isStopped);
            return _hasSlots;
        }
        finally
        {
            IsWaitingForSlots = false;
        }
    }

    private void ReturnSlots()
    {
        if (_hasSlots)
        {
            _slots.Return(Options.Parallelism);
            _hasSlots = false;
        }
    }
}
