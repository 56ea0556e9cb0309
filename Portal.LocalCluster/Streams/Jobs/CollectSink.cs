using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>Rows of a query on their way to who asked for them. While too many wait, the job does too.</summary>
public sealed class CollectSink(TimeProvider time) : Operator, ISink
{
    private const int MostWaiting = 10_000;
    private readonly object _gate = new();
    private readonly WaitTime _waits = new(time);
    private List<Change> _rows = [];
    private bool _isClosed;

    public override bool IsAlone => true;

    public TimeSpan Waited => _waits.Total;

    /// <summary>All that came since the last call.</summary>
    public IReadOnlyList<Change> Take()
    {
        lock (_gate)
        {
            var rows = _rows;
            _rows = [];
            Monitor.PulseAll(_gate);
            return rows;
        }
    }

    /// <summary>Nobody takes rows any more.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    void ISink.Open() { }

    void ISink.Close() { }

    void ISink.Check() { }

    void ISink.Prepare(TimeSpan within) { }

    void ISink.Unprepare() { }

    void ISink.Commit() { }

    protected override void Process(int input, Change change)
    {
        lock (_gate)
        {
            while (_rows.Count >= MostWaiting && !_isClosed)
            {
                _waits.Of(() => Monitor.Wait(_gate));
            }

            _rows.Add(change);
        }
    }
}
