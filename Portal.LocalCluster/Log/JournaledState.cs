namespace Portal.LocalCluster.Log;

/// <summary>
/// A state that is what happened, one after the other, kept on the disk. What happens is written and synced before anyone can see it;
/// it is rare, so it waits for the disk each time.
/// </summary>
/// <typeparam name="TState">Immutable.</typeparam>
public sealed class JournaledState<TState, TEvent> : IDisposable
    where TState : class
{
    private const int RewriteSlack = 1000;

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly Func<TState, TEvent, TState> _after;
    private readonly Func<TEvent, byte[]> _toBytes;
    private volatile TState _now;

    /// <param name="path">The journal's file; made where there is none.</param>
    public JournaledState(
        string path,
        TState empty,
        Func<TState, TEvent, TState> after,
        Func<TEvent, byte[]> toBytes,
        Func<ReadOnlyMemory<byte>, TEvent> fromBytes
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        (_now, _after, _toBytes) = (empty, after, toBytes);
        _journal = Journal.Open(path, entry => _now = after(_now, fromBytes(entry)));
    }

    public TState Now => _now;

    /// <summary>Lets <paramref name="decide"/> choose what happens and what is answered, while nothing else can happen.</summary>
    /// <exception cref="IOException">The disk refused it: nothing of it happened, nor will after a restart.</exception>
    public T Decide<T>(Func<TState, (IReadOnlyCollection<TEvent> Happened, T Result)> decide)
    {
        lock (_gate)
        {
            var (happened, result) = decide(_now);
            if (happened.Count > 0)
            {
                var next = happened.Aggregate(_now, _after);
                _journal.AppendSynced(happened.Select(_toBytes));
                _now = next;
            }

            return result;
        }
    }

    /// <summary>Writes the journal anew when it is much longer than the fewest events that tell the same.</summary>
    public void RewriteIfWorthIt(Func<TState, IEnumerable<TEvent>> retold)
    {
        lock (_gate)
        {
            var events = retold(_now).ToList();
            if (_journal.Entries > 2 * events.Count + RewriteSlack)
            {
                _journal.Rewrite(events.Select(_toBytes));
            }
        }
    }

    public void Dispose() => _journal.Dispose();
}
