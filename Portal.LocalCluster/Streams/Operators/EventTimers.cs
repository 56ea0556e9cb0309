using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Keys that are to be looked at when the watermark comes to a time, in the order of the times.</summary>
internal sealed class EventTimers
{
    // By the time and the key together.
    private readonly KeyedState<object?[]> _timers = new(
        StateLifetime.Endless,
        EntryForm.Unkeyed<object?[]>(
            (to, timer) => Save(to, timer),
            from => [from.Number(), .. from.Row()],
            timer => timer
        ) with
        {
            Grouped = timer => timer[1..],
        }
    );

    // May have some that aren't any more.
    private readonly SortedDictionary<long, List<object?[]>> _order = [];

    public void Add(long at, object?[] key)
    {
        object?[] timer = [at, .. key];
        if (_timers.Look(timer) is null)
        {
            _timers.Put(timer, timer);
            Order(timer);
        }
    }

    /// <summary>Takes those that are due; what is added meanwhile and is due too follows.</summary>
    public IEnumerable<(long At, object?[] Key)> Due(long watermark)
    {
        while (_order.Count > 0 && _order.First() is var (at, timers) && at <= watermark)
        {
            _order.Remove(at);
            foreach (var timer in timers.Where(_timers.Remove))
            {
                yield return (at, timer[1..]);
            }
        }
    }

    public void Save(StateWriter to) => _timers.Save(to);

    public void Restore(StateReader from)
    {
        foreach (var timer in _timers.Restore(from).Where(each => each.IsOwn))
        {
            Order(timer.Key);
        }
    }

    private void Order(object?[] timer)
    {
        var at = (long)timer[0]!;
        if (!_order.TryGetValue(at, out var timers))
        {
            _order[at] = timers = [];
        }

        timers.Add(timer);
    }

    private static void Save(StateWriter to, object?[] timer)
    {
        to.Number((long)timer[0]!);
        to.Row(timer[1..]);
    }
}
