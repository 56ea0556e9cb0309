using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Registry;

/// <summary>Keeps the registry on the disk, beside the cluster's log. What was answered was written and synced before.</summary>
public sealed class RegistryStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private volatile RegistryState _state = RegistryState.Empty;

    private RegistryStore(string path) =>
        _journal = Journal.Open(path, entry => _state = _state.After(RegistryEvent.FromBytes(entry.Span)));

    public RegistryState State => _state;

    public static RegistryStore Open(string directory)
    {
        Directory.CreateDirectory(directory);
        return new RegistryStore(Path.Combine(directory, "registry.journal"));
    }

    /// <summary>Lets <paramref name="decide"/> choose what happens and what is answered, while nothing else can happen.</summary>
    public Answer Decide(Func<RegistryState, (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer)> decide)
    {
        lock (_gate)
        {
            var (happened, answer) = decide(_state);
            foreach (var one in happened)
            {
                _journal.Append(one.ToBytes());
            }

            if (happened.Count > 0)
            {
                _journal.Sync();
                _state = happened.Aggregate(_state, (before, one) => before.After(one));
            }

            return answer;
        }
    }

    public void Dispose() => _journal.Dispose();
}
