using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Which of a window's bounds a query groups by, in the order of its columns.</summary>
public enum WindowBound
{
    Start,
    End,
    Time,
}

/// <summary>
/// GROUP BY over the windows of a table function: a window's result is sent once, when the watermark passes its end. A row that comes later is
/// dropped and counted.
/// </summary>
public sealed class WindowAggregate(
    (int Start, int End) columns,
    SqlType timeType,
    Func<object?[], object?>[] keys,
    IReadOnlyList<Aggregate> aggregates,
    IReadOnlyList<WindowBound> bounds,
    string layout
) : Operator
{
    private readonly SortedDictionary<Window, KeyedState<Group>> _windows = new(
        Comparer<Window>.Create((a, b) => a.End != b.End ? a.End.CompareTo(b.End) : a.Start.CompareTo(b.Start))
    );

    public override long StateRows => _windows.Values.Sum(groups => groups.Values.Sum(group => 1 + group.Kept));

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(keys);

    protected override void Process(int input, Change change)
    {
        var window = new Window(TimeOf(change.Row[columns.Start]), TimeOf(change.Row[columns.End]));
        if (window.MaxTime <= CurrentWatermark)
        {
            LateDropped++;
            return;
        }

        if (!_windows.TryGetValue(window, out var groups))
        {
            _windows[window] = groups = Groups();
        }

        var key = Array.ConvertAll(keys, k => k(change.Row));
        if (groups.Get(key) is not { } group)
        {
            groups.Put(key, group = new Group(aggregates));
        }

        group.Add(change);
    }

    protected override void OnWatermark(long ms)
    {
        while (_windows.Count > 0 && _windows.First() is var (window, groups) && window.MaxTime <= ms)
        {
            foreach (var (key, group) in groups.All)
            {
                if (group.Rows > 0)
                {
                    Emit(RowKind.Insert, [.. key, .. group.Values, .. Bounds(window, bounds, timeType)]);
                }
            }

            _windows.Remove(window);
        }
    }

    public static IEnumerable<object?> Bounds(Window window, IReadOnlyList<WindowBound> bounds, SqlType timeType) =>
        bounds.Select(bound =>
            bound switch
            {
                WindowBound.Start => WindowTime.Timestamp(window.Start),
                WindowBound.End => WindowTime.Timestamp(window.End),
                _ => WindowTime.Of(window.MaxTime, timeType),
            }
        );

    public override void Save(StateWriter to)
    {
        to.Number(CurrentWatermark);
        to.Count(_windows.Count);
        foreach (var (window, groups) in _windows)
        {
            to.Number(window.Start);
            to.Number(window.End);
            groups.Save(to);
        }
    }

    public override void Restore(StateReader from)
    {
        RestoreWatermark(from.Number());
        var gone = _windows.Keys.ToHashSet();
        for (var left = from.Count(); left > 0; left--)
        {
            var window = new Window(from.Number(), from.Number());
            gone.Remove(window);
            _windows.TryAdd(window, Groups());
            _windows[window].Restore(from);
        }

        foreach (var window in gone)
        {
            _windows[window].Forget(from);
        }

        // Those of other subtasks.
        foreach (var (window, _) in _windows.Where(each => each.Value.Count == 0).ToList())
        {
            _windows.Remove(window);
        }
    }

    private KeyedState<Group> Groups() =>
        new(
            StateLifetime.Endless,
            EntryForm.Keyed<Group>((to, group) => group.Save(to), from => Group.Restore(aggregates, from))
        );
}
