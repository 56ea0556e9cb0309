using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>What a subtask spent its time with since the job started last.</summary>
/// <param name="Busy">On rows, and where its own sink waits.</param>
/// <param name="BackPressured">Waiting for those that take its rows.</param>
public readonly record struct SubtaskTimes(TimeSpan Busy, TimeSpan BackPressured);

/// <summary>The chain of a vertex in one of its subtasks, on a thread of its own.</summary>
internal abstract class SubtaskThread
{
    protected static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(200);
    private readonly List<ISink> _sinks;
    private readonly List<Operator> _operators;
    private readonly Thread _thread;
    private long _ticked;
    private readonly CountingPace _counting;
    private long _busyTicks;
    private StateSize _state = StateSize.None;

    protected SubtaskThread(PlanVertex vertex, int index, Barriers barriers, TimeProvider time)
    {
        (Vertex, Index, Barriers, Time) = (vertex, index, barriers, time);
        (Waits, _counting) = (new(time), new(time));
        _operators = [.. vertex.Subtasks[index].Select(node => node.Operator)];
        _sinks = [.. _operators.OfType<ISink>()];
        _thread = new Thread(Main) { IsBackground = true, Name = $"{vertex.Name} ({index + 1}/{vertex.Parallelism})" };
    }

    public PlanVertex Vertex { get; }

    public int Index { get; }

    /// <summary>To where its rows go, if not on in its chain.</summary>
    public List<Exchange> Outputs { get; } = [];

    /// <summary>For credits.</summary>
    public WaitTime Waits { get; }

    public StateSize State => Volatile.Read(ref _state);

    public SubtaskTimes Times => new(TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks)) + SinksWaited, Waits.Total);

    protected Barriers Barriers { get; }

    protected TimeProvider Time { get; }

    private TimeSpan SinksWaited => _sinks.Waited();

    public void Start() => _thread.Start();

    /// <summary>It was stopped.</summary>
    public void Join()
    {
        if (_thread.ThreadState != ThreadState.Unstarted)
        {
            _thread.Join();
        }
    }

    /// <summary>Takes what there is.</summary>
    protected abstract void Step();

    /// <summary>Every 200 ms.</summary>
    protected virtual void Tick() { }

    protected Moment Now => new(Time.GetTimestamp(), Waits.Total + SinksWaited);

    /// <summary>It worked since then, but for when it waited.</summary>
    protected void CountBusy(Moment since)
    {
        var busy = Time.GetElapsedTime(since.At) - (Waits.Total + SinksWaited - since.Waited);
        Interlocked.Add(ref _busyTicks, Math.Max(0, busy.Ticks));
    }

    protected void Flush() => Outputs.ForEach(output => output.Flush());

    protected void Rest()
    {
        Outputs.ForEach(output => output.SendBarrier());
        Barriers.Rest();
    }

    private void Main()
    {
        try
        {
            while (!Barriers.IsStopped)
            {
                Step();
                if (Time.GetElapsedTime(_ticked) >= TickEvery)
                {
                    Tick();
                    Flush();
                    _sinks.ForEach(sink => sink.Check());
                    Count();
                    _ticked = Time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The job ends.
        }
        catch (Exception failure)
        {
            Barriers.Fail(new(failure, Vertex.Name));
        }
    }

    private void Count()
    {
        _operators.ForEach(each => each.Expire());
        if (_counting.IsDue)
        {
            _counting.Count(() => Volatile.Write(ref _state, StateSize.Of(_operators)));
        }
    }

    /// <param name="Waited">Up to then.</param>
    protected readonly record struct Moment(long At, TimeSpan Waited);
}
