using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>
/// A job on a thread of its own: started, started again after a failure with longer and longer pauses, stopped. What others see of it is its
/// record, which is kept on the disk.
/// </summary>
public sealed partial class StreamJob
{
    private const int MostFailuresKept = 20;

    /// <summary>A job that ran for so long begins its pauses anew.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RoomEvery = TimeSpan.FromMilliseconds(500);
    private readonly Func<Plan> _planned;
    private readonly StreamSettings _settings;
    private readonly TaskSlots _slots;
    private readonly StateOfAllJobs _state;
    private readonly JobStore? _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<SavepointRequest> _savepoints = new();
    private readonly object _pausing = new();
    private readonly Thread _thread;
    private volatile JobRecord _record;
    private volatile RunningPlan? _running;
    private volatile bool _isCancelled;
    private volatile bool _isStopped;
    private volatile bool _isSuspended;

    /// <param name="planned">Makes its operators, anew for each start.</param>
    /// <param name="store">Null: it is gone with the process.</param>
    public StreamJob(
        JobRecord record,
        Func<Plan> planned,
        (StreamSettings Settings, TaskSlots Slots, StateOfAllJobs State) bounds,
        JobStore? store,
        TimeProvider time
    )
    {
        (_record, _planned, _store, _time) = (record, planned, store, time);
        (_settings, _slots, _state) = bounds;
        _counting = new(time);
        Options = new PlanOptions(record.Options);
        Vertices = planned().Vertices;
        _thread = new Thread(Main) { IsBackground = true, Name = $"job {record.Name}" };
    }

    public JobRecord Record => _record;

    public PlanOptions Options { get; }

    /// <summary>Of its present start; their operators count.</summary>
    public IReadOnlyList<PlanVertex> Vertices { get; private set; }

    public long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Start() => _thread.Start();

    /// <summary>False when it is over already.</summary>
    public bool Cancel()
    {
        if (_record.IsOver)
        {
            return false;
        }

        _isCancelled = true;
        Stop();
        return true;
    }

    /// <summary>The process ends: the job goes on with its next start.</summary>
    public void Suspend()
    {
        _isSuspended = true;
        Stop();
        _thread.Join(TimeSpan.FromSeconds(10));
    }

    private void Main()
    {
        var pauses = new RestartPauses(Options, Calm);
        while (!_isStopped)
        {
            var began = _time.GetTimestamp();
            try
            {
                if (TakeSlots())
                {
                    Run();
                }

                break;
            }
            catch (OperationCanceledException) when (_isStopped)
            {
                break; // while it brought its subtasks to rest
            }
            catch (Exception fault) when (IsFinal(fault))
            {
                Fail(fault, JobStates.Failed);
                break;
            }
            catch (Exception fault)
            {
                if (pauses.Next(_time.GetElapsedTime(began)) is not { } pause)
                {
                    Fail(fault, JobStates.Failed);
                    break;
                }

                Fail(fault, JobStates.Restarting);
                Pause(pause);
            }
        }

        ReturnSlots();
        _state.KeepsNothing(_record.Id);
        if (_isCancelled && !_record.IsOver)
        {
            KeepEnd(_record.In(JobStates.Canceled, NowMs));
        }

        if (_record.IsOver && !Options.KeepsCheckpoints)
        {
            _store?.DeleteCheckpoints(_record.Id);
        }

        while (_savepoints.TryDequeue(out var left))
        {
            left.Failed(NotRunning);
        }
    }
}
