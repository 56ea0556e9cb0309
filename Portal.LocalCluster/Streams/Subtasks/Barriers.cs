using System.Runtime.ExceptionServices;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <param name="Task">The name of its vertex.</param>
internal sealed record SubtaskFailure(Exception Exception, string Task);

/// <summary>
/// Brings all subtasks to rest between the same rows, as Chandy and Lamport do: sources send a barrier behind their rows and rest; who has it from all
/// its channels sends it on and rests. A channel whose barrier came has nothing behind it, for its sender rests. Once all rest nothing is under way, and
/// the state of all together is a checkpoint.
/// </summary>
/// <param name="subtasks">How many there are.</param>
internal sealed partial class Barriers(int subtasks, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private readonly object _gate = new();
    private SubtaskFailure? _failure;
    private bool _isStopped;
    private int _requested;
    private int _released;
    private int _resting;

    /// <summary>Behind the rows the sources send the last watermark, as if their input had ended.</summary>
    public bool Drains { get; private set; }

    public bool IsStopped => Volatile.Read(ref _isStopped);

    /// <summary>What the first of them failed with, and where; null while none did.</summary>
    public SubtaskFailure? Failure => Volatile.Read(ref _failure);

    /// <returns>False: they don't all rest in time. Those that do wait for the others, and the next call goes on from there.</returns>
    public bool Align(bool drains, TimeSpan within)
    {
        var began = time.GetTimestamp();
        lock (_gate)
        {
            if (_requested > _released && Drains != drains)
            {
                if (!Await(began, within))
                {
                    return false;
                }

                Release();
            }

            if (_requested == _released)
            {
                (Drains, _resting) = (drains, 0);
                Volatile.Write(ref _requested, _requested + 1);
                Monitor.PulseAll(_gate);
            }

            return Await(began, within);
        }
    }

    /// <summary>The checkpoint is over, whatever became of it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (_resting == subtasks)
            {
                _released = _requested;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>On the job's own thread, while its subtasks work.</summary>
    /// <exception cref="Exception">What the first of them failed with.</exception>
    public void Watch(TimeSpan wait)
    {
        lock (_gate)
        {
            ThrowFailure();
            if (!_isStopped)
            {
                Monitor.Wait(_gate, wait);
            }

            ThrowFailure();
        }
    }

    public void Fail(SubtaskFailure failure)
    {
        lock (_gate)
        {
            _failure ??= failure;
            Monitor.PulseAll(_gate);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            Volatile.Write(ref _isStopped, true);
            Monitor.PulseAll(_gate);
        }
    }

    private bool Await(long began, TimeSpan within)
    {
        while (_resting < subtasks)
        {
            ThrowFailure();
            if (_isStopped)
            {
                throw new OperationCanceledException();
            }

            if (time.GetElapsedTime(began) >= within)
            {
                return false;
            }

            Monitor.Wait(_gate, LookEvery);
        }

        return true;
    }

    private void ThrowFailure()
    {
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.Exception);
        }
    }
}
