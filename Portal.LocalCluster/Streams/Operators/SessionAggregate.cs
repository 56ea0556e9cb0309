using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// GROUP BY over SESSION: the windows of a key grow and merge while its rows follow each other within the gap. A session's result is sent when
/// the watermark passes its end.
/// </summary>
public sealed class SessionAggregate(
    long gap,
    Func<object?[], object?> time,
    SqlType timeType,
    Func<object?[], object?>[] keys,
    IReadOnlyList<Aggregate> aggregates,
    IReadOnlyList<WindowBound> bounds,
    string layout
) : Operator
{
    private readonly KeyedState<List<(Window Window, Group Group)>> _sessions = new(
        StateLifetime.Endless,
        EntryForm.Keyed<List<(Window, Group)>>(Save, from => Sessions(aggregates, from))
    );

    public override long StateRows => _sessions.Values.Sum(list => list.Sum(session => 1 + session.Group.Kept));

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(keys);

    protected override void Process(int input, Change change)
    {
        var at = TimeOf(time(change.Row));
        var key = Array.ConvertAll(keys, k => k(change.Row));
        var sessions = _sessions.Get(key) ?? [];
        var window = new Window(at, at + gap);
        var touched = sessions.FindAll(s => s.Window.Start <= window.End && window.Start <= s.Window.End);
        foreach (var session in touched)
        {
            window = new(Math.Min(window.Start, session.Window.Start), Math.Max(window.End, session.Window.End));
        }

        if (window.MaxTime <= CurrentWatermark)
        {
            LateDropped++;
            return;
        }

        var group = touched.Count > 0 ? touched[0].Group : new Group(aggregates);
        foreach (var other in touched.Skip(1))
        {
            group.Merge(other.Group);
        }

        group.Add(change);
        sessions.RemoveAll(touched.Contains);
        sessions.Add((window, group));
        _sessions.Put(key, sessions);
    }

    protected override void OnWatermark(long ms)
    {
        var due = _sessions
            .All.SelectMany(k => k.Value.Where(s => s.Window.MaxTime <= ms).Select(s => (k.Key, s.Window, s.Group)))
            .OrderBy(s => s.Window.End)
            .ToList();
        foreach (var (key, window, group) in due)
        {
            if (group.Rows > 0)
            {
                Emit(RowKind.Insert, [.. key, .. group.Values, .. WindowAggregate.Bounds(window, bounds, timeType)]);
            }

            var left = _sessions.Get(key)!;
            left.RemoveAll(s => s.Window == window);
            if (left.Count == 0)
            {
                _sessions.Remove(key);
            }
        }
    }

    public override void Save(StateWriter to)
    {
        to.Number(CurrentWatermark);
        _sessions.Save(to);
    }

    public override void Restore(StateReader from)
    {
        RestoreWatermark(from.Number());
        _sessions.Restore(from);
    }

    private static void Save(StateWriter to, List<(Window, Group)> sessions)
    {
        to.Count(sessions.Count);
        foreach (var (window, group) in sessions)
        {
            to.Number(window.Start);
            to.Number(window.End);
            group.Save(to);
        }
    }

    private static List<(Window, Group)> Sessions(IReadOnlyList<Aggregate> aggregates, StateReader from) =>
        [
            .. Enumerable
                .Range(0, from.Count())
                .Select(_ => (new Window(from.Number(), from.Number()), Group.Restore(aggregates, from))),
        ];
}
