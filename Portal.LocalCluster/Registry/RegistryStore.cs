using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Registry;

/// <summary>Keeps the registry on the disk, beside the cluster's log. What was answered was written and synced before.</summary>
public sealed class RegistryStore : IDisposable
{
    private readonly JournaledState<RegistryState, RegistryEvent> _kept;

    private RegistryStore(string path) =>
        _kept = new(
            path,
            RegistryState.Empty,
            (state, happened) => state.After(happened),
            happened => happened.ToBytes(),
            bytes => RegistryEvent.FromBytes(bytes.Span)
        );

    public RegistryState State => _kept.Now;

    public static RegistryStore Open(string directory) => new(Path.Combine(directory, "registry.journal"));

    /// <summary>Lets <paramref name="decide"/> choose what happens and what is answered, while nothing else can happen.</summary>
    public Answer Decide(Func<RegistryState, (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer)> decide) =>
        _kept.Decide(decide);

    public void Dispose() => _kept.Dispose();
}
