using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// Aggregates OVER a partition in the order of time: each row goes on with what was counted up to it behind it. By event time a row waits until
/// the watermark has come to it, so that those before it are there; by processing time it goes on at once.
/// </summary>
/// <param name="time">Null: processing time.</param>
public sealed class OverAggregate(
    Func<object?[], object?>[] partition,
    Func<object?[], object?>? time,
    OverFrame frame,
    IReadOnlyList<Aggregate> aggregates,
    StateLifetime lifetime,
    TimeProvider clock,
    string layout
) : Operator
{
    // Of processing time in ticks, so that each row has a time of its own.
    private readonly OverFrame _frame =
        time is null && !frame.IsRows
            ? frame with
            {
                Preceding = frame.Preceding * TimeSpan.TicksPerMillisecond,
            }
            : frame;
    private readonly KeyedState<OverGroup> _groups = new(
        lifetime,
        EntryForm.Keyed<OverGroup>((to, group) => group.Save(to), from => OverGroup.Restore(aggregates, from))
    );
    private readonly EventTimers _timers = new();

    public override long StateRows => _groups.Values.Sum(group => group.Size);

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(partition);

    protected override void Process(int input, Change change)
    {
        var key = Array.ConvertAll(partition, p => p(change.Row));
        var group = _groups.Get(key) ?? new(aggregates);
        if (time is null)
        {
            group.LookedAt = Math.Max(clock.GetUtcNow().Ticks, group.LookedAt + 1);
            group.Wait(group.LookedAt, change.Row);
            group.Take(group.LookedAt, _frame, Send);
            _groups.Put(key, group);
            return;
        }

        var at = TimeOf(time(change.Row));
        if (IsLate(at, group))
        {
            LateDropped++;
            return;
        }

        if (group.Wait(at, change.Row))
        {
            _timers.Add(at, key);
        }

        _groups.Put(key, group);
        if (_frame is { IsRows: false, Preceding: { } most } && !(group.OverAt >= at + most + 1))
        {
            // As in Flink, half a frame later than it could be: then it isn't put off with each row.
            group.OverAt = at + (long)(most * 1.5) + 1;
            _timers.Add(group.OverAt.Value, key);
        }
    }

    protected override void OnWatermark(long ms)
    {
        foreach (var (at, key) in _timers.Due(ms))
        {
            if (_groups.Get(key) is not { } group)
            {
                continue;
            }

            if (group.OverAt <= at)
            {
                _groups.Remove(key);
                continue;
            }

            group.Take(at, _frame, Send);
            group.LookedAt = at;
        }
    }

    public override void Expire() => _groups.Expire();

    // A frame without bounds goes by the watermark, one with bounds by how far its partition was looked at: so does Flink.
    private bool IsLate(long at, OverGroup group) =>
        _frame.Preceding is null ? at <= CurrentWatermark : at <= group.LookedAt;

    private void Send(object?[] row, object?[] values) => Emit(RowKind.Insert, [.. row, .. values]);

    public override void Save(StateWriter to)
    {
        to.Number(CurrentWatermark);
        _groups.Save(to);
        _timers.Save(to);
        _groups.SaveTimes(to);
    }

    public override void Restore(StateReader from)
    {
        RestoreWatermark(from.Number());
        var restored = _groups.Restore(from);
        _timers.Restore(from);
        _groups.RestoreTimes(from, restored);
    }
}
