using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>The keys that were written to or removed since the last completed checkpoint: what the next one has to write.</summary>
internal sealed class ChangedKeys
{
    private const int Few = 1_000;
    private HashSet<object>? _keys;
    private int _round;

    /// <summary>Null: no checkpoint has the state yet, or so much changed since that all is written.</summary>
    public IReadOnlyCollection<object>? Keys => _keys;

    /// <param name="round">Of the key's entry: in which round it was added last. It begins with 0.</param>
    /// <param name="all">How many keys there are.</param>
    public void Add(object key, ref int round, int all)
    {
        if (round != _round)
        {
            round = _round;
            Add(key, all);
        }
    }

    public void Add(object key, int all)
    {
        // Without this bound it would grow for good where no checkpoint is completed.
        if (_keys is not null && _keys.Add(key) && _keys.Count > Math.Max(Few, all / 2))
        {
            _keys = null;
        }
    }

    /// <summary>A checkpoint has all of it.</summary>
    public void Clear()
    {
        _keys ??= new(ValueComparer.Instance);
        _keys.Clear();
        _round++;
    }
}
