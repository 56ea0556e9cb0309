using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// FOR SYSTEM_TIME AS OF event time: a row of the left side waits until the watermark has come to its time, and goes on with the version of the
/// right side that held then. A row that comes late goes on with what is still known: of what held before the watermark only the last version is.
/// </summary>
/// <param name="condition">Of the joined row, all that stands after ON.</param>
public sealed class TemporalJoin(
    (Func<object?[], object?>[] Left, Func<object?[], object?>[] Right) keys,
    (int Left, int Right) times,
    Func<object?[], object?> condition,
    bool isOuter,
    int rightWidth,
    StateLifetime lifetime,
    string layout
) : Operator(inputs: 2)
{
    private readonly KeyedState<Versions> _keys = new(
        lifetime,
        EntryForm.Keyed<Versions>((to, versions) => versions.Save(to), Versions.Restore)
    );
    private readonly EventTimers _timers = new();

    public override long StateRows => _keys.Values.Sum(versions => (long)versions.Size);

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => RowKey.Columns(input == 0 ? keys.Left : keys.Right);

    protected override void Process(int input, Change change)
    {
        if (input == 1 && change.Kind == RowKind.UpdateBefore)
        {
            return; // The version after it says all.
        }

        var key = Array.ConvertAll(input == 0 ? keys.Left : keys.Right, k => k(change.Row));
        var versions = _keys.Get(key) ?? new();
        _keys.Put(key, versions);
        if (input == 0)
        {
            versions.Waiting.Add(change);
            Wake(key, versions, TimeOf(change.Row[times.Left]));
            return;
        }

        // A deletion without a time counts from 1970 on, so that it withdraws nothing: so does Flink.
        var at = change.Adds || change.Row[times.Right] is not null ? TimeOf(change.Row[times.Right]) : 0;
        versions.From(at, change);
        Wake(key, versions, at);
    }

    protected override void OnWatermark(long ms)
    {
        // What wakes meanwhile waits for the next watermark.
        foreach (var (at, key) in _timers.Due(ms).ToList())
        {
            if (_keys.Get(key) is { } versions && versions.Timer == at)
            {
                versions.Timer = null;
                Send(key, versions, ms);
            }
        }
    }

    private void Send(object?[] key, Versions versions, long ms)
    {
        var due = versions.Waiting.FindAll(change => TimeOf(change.Row[times.Left]) <= ms);
        versions.Waiting = versions.Waiting.FindAll(change => TimeOf(change.Row[times.Left]) > ms);
        foreach (var change in due)
        {
            var version = versions.At(TimeOf(change.Row[times.Left]));
            object?[] joined = [.. change.Row, .. version ?? new object?[rightWidth]];
            if (version is not null && condition(joined) is true)
            {
                Emit(change with { Row = joined });
            }
            else if (isOuter)
            {
                Emit(change with { Row = [.. change.Row, .. new object?[rightWidth]] });
            }
        }

        versions.ForgetBefore(ms);
        if (versions.Waiting.Count > 0)
        {
            Wake(key, versions, versions.Waiting.Min(change => TimeOf(change.Row[times.Left])));
        }
        else if (versions.Size == 0)
        {
            _keys.Remove(key);
        }
    }

    private void Wake(object?[] key, Versions versions, long at)
    {
        if (versions.Timer is { } sooner && sooner <= at)
        {
            return;
        }

        // One that was set for later is none any more.
        versions.Timer = at;
        _timers.Add(at, key);
    }

    public override void Expire() => _keys.Expire();

    public override void Save(StateWriter to)
    {
        to.Number(CurrentWatermark);
        _keys.Save(to);
        _keys.SaveTimes(to);
    }

    public override void Restore(StateReader from)
    {
        RestoreWatermark(from.Number());
        var restored = _keys.Restore(from);
        foreach (var (key, versions, isOwn) in restored)
        {
            if (isOwn && versions.Timer is { } at)
            {
                _timers.Add(at, key);
            }
        }

        _keys.RestoreTimes(from, restored);
    }
}
