using Portal.Core.Store;

namespace Portal.Core.Versions;

/// <summary>A process of the portal that has connections to the store.</summary>
/// <param name="Connections">How many.</param>
/// <param name="SeenAt">When one of them last did something.</param>
/// <param name="Clock">How far its clock is from the store's; null: as far as known, it isn't.</param>
public sealed record ConnectedProcess(
    RunningProcess Process,
    int Connections,
    DateTimeOffset? SeenAt,
    ClockOffset? Clock
)
{
    /// <summary>It is of another version than the one that answers: a rolling update is under way, or was left half-way.</summary>
    public bool IsOther => Process.Version != RunningProcess.ThisVersion;
}

/// <summary>A migration that the store has.</summary>
/// <param name="Name">Of its file; <c>0242_viewer_and_owner.sql</c>.</param>
public sealed record AppliedMigration(string Name, DateTimeOffset AppliedAt);

/// <summary>What runs here: versions of the processes, and the schema of their store.</summary>
/// <param name="Version">Of the process that answers.</param>
/// <param name="Newest">Applied last; null: none is.</param>
/// <param name="Applied">How many the store has.</param>
/// <param name="Missing">Names of those that this version would apply, in order.</param>
/// <param name="Beyond">Names of those that the store has and this version doesn't know: a newer one applied them.</param>
/// <param name="Server">PostgreSQL's version.</param>
/// <param name="Processes">By program and host. Those that have no connection to the store at the moment aren't known.</param>
/// <param name="ReadAt">When all of this was read.</param>
public sealed record Deployment(
    string Version,
    AppliedMigration? Newest,
    int Applied,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Beyond,
    string Server,
    IReadOnlyList<ConnectedProcess> Processes,
    DateTimeOffset ReadAt
);
