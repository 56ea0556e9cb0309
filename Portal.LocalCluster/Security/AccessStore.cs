using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Security;

/// <summary>Keeps credentials and access control entries on the disk. A change is written and synced before it counts.</summary>
public sealed class AccessStore : IDisposable
{
    // Grants come and go while the process runs, so the journal isn't rewritten at its start alone.
    private const int ChangesBetweenRewrites = 2000;

    private readonly JournaledState<AccessState, AccessEvent> _kept;
    private int _changes;

    private AccessStore(string path) =>
        _kept = new(
            path,
            AccessState.Empty,
            (state, happened) => state.After(happened),
            happened => happened.ToBytes(),
            bytes => AccessEvent.FromBytes(bytes.Span)
        );

    public AccessState State => _kept.Now;

    /// <summary>Opens what lies in this folder, or begins without users and entries.</summary>
    public static AccessStore Open(string directory)
    {
        // Only this process's user may look: from what is kept of a password, it can be guessed.
        var own = Path.Combine(directory, "access");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var store = new AccessStore(Path.Combine(own, "access.journal"));
        store._kept.RewriteIfWorthIt(state => state.Retold());
        return store;
    }

    /// <summary>Lets <paramref name="decide"/> choose what happens and what is answered, while nothing else can happen.</summary>
    public T Decide<T>(Func<AccessState, (IReadOnlyCollection<AccessEvent> Happened, T Result)> decide)
    {
        var changes = 0;
        var result = _kept.Decide(state =>
        {
            var (happened, answer) = decide(state);
            changes = happened.Count;
            return (happened, answer);
        });
        if (Interlocked.Add(ref _changes, changes) > ChangesBetweenRewrites)
        {
            Interlocked.Exchange(ref _changes, 0);
            _kept.RewriteIfWorthIt(state => state.Retold());
        }

        return result;
    }

    public void Dispose() => _kept.Dispose();
}
