using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    /// <summary>Flink's meters look back as far.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);
    private readonly Lock _sampling = new();
    private ImmutableQueue<ThreadTimes> _samples = [];
    private ThreadTimes? _newest;
    private TimeSpan _busy;

    /// <summary>Up to now, also while its threads wait.</summary>
    public ThreadTimes Times => new(_time.GetTimestamp(), _running?.Times(_busy) ?? ThreadTimes.None.Subtasks);

    /// <summary>Its times now and some seconds ago, and how long that is.</summary>
    public (ThreadTimes Before, ThreadTimes Now, TimeSpan Between) LatelySpent()
    {
        lock (_sampling)
        {
            Sample();
            var (before, now) = (_samples.IsEmpty ? Times : _samples.Peek(), Times);
            return (before, now, _time.GetElapsedTime(before.At, now.At));
        }
    }

    /// <summary>How many key groups its state is divided into.</summary>
    public int MaxParallelism => _running?.MaxParallelism ?? Options.KeyGroupCount;

    private void BeginTimes()
    {
        lock (_sampling)
        {
            (_busy, _samples, _newest) = (TimeSpan.Zero, [], null);
            Sample();
        }
    }

    private void TakeSample()
    {
        lock (_sampling)
        {
            Sample();
        }
    }

    // The oldest that is kept is the newest of those from before the time that counts: its threads may have waited ever since.
    private void Sample()
    {
        var now = Times;
        if (_newest is { } newest && _time.GetElapsedTime(newest.At, now.At) < SampleEvery)
        {
            return;
        }

        (_newest, _samples) = (now, _samples.Enqueue(now));
        while (
            _samples.Dequeue() is { IsEmpty: false } later && _time.GetElapsedTime(later.Peek().At, now.At) >= Lately
        )
        {
            _samples = later;
        }
    }
}
