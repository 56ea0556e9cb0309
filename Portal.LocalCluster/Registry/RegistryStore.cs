using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Registry;

/// <summary>Keeps the registry on the disk, beside the cluster's log. What was answered was written and synced before.</summary>
public sealed class RegistryStore : IDisposable
{
    private readonly Lock gate = new();
    private readonly Journal journal;
    private volatile RegistryState state = RegistryState.Empty;

    private RegistryStore(string path) =>
        journal = Journal.Open(path, entry => state = state.After(RegistryEvent.FromBytes(entry.Span)));

    public RegistryState State => state;

    public static RegistryStore Open(string directory)
    {
        Directory.CreateDirectory(directory);
        return new RegistryStore(Path.Combine(directory, "registry.journal"));
    }

    /// <summary>Lets <paramref name="decide"/> choose what happens and what is answered, while nothing else can happen.</summary>
    public Answer Decide(Func<RegistryState, (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer)> decide)
    {
        lock (gate)
        {
            var (happened, answer) = decide(state);
            foreach (var one in happened)
            {
                journal.Append(one.ToBytes());
            }

            if (happened.Count > 0)
            {
                journal.Sync();
                state = happened.Aggregate(state, (before, one) => before.After(one));
            }

            return answer;
        }
    }

    public void Dispose() => journal.Dispose();
}
