using Portal.Core.Resources;

namespace Portal.Core.Clusters;

/// <summary>Asks a cluster who it is: the one network call of registering, behind a port so that Core makes none.</summary>
public interface IClusterProbe
{
    /// <summary>Answers within a bounded time, whatever is or isn't at the other end. Never throws for what it finds.</summary>
    Task<ProbeAnswer> Ask(ClusterAccess access, CancellationToken stop);
}

public abstract record ProbeAnswer
{
    private ProbeAnswer() { }

    public sealed record Reached(ClusterFacts Facts) : ProbeAnswer;

    /// <param name="Words">What happened, why, what to do, for a person.</param>
    /// <param name="Field">The one of <see cref="ClusterField"/> that is invalid, where one can be told.</param>
    public sealed record Failed(string Words, string? Field = null) : ProbeAnswer;
}

/// <summary>What a cluster told of itself.</summary>
/// <param name="EngineId">Its own id: another cluster at the same address has another.</param>
/// <param name="Version">As far as the protocol tells: "4.3" or "at least 3.7".</param>
/// <param name="ControllerKind">KRaft or ZooKeeper, where it can be told.</param>
/// <param name="MissingPermissions">What the portal won't be allowed to do or see, in words.</param>
public sealed record ClusterFacts(
    string EngineId,
    string? Version,
    string? ControllerKind,
    IReadOnlyList<BootstrapAddress> Brokers,
    IReadOnlyList<string> MissingPermissions
)
{
    private const string LocalPrefix = "local-";

    /// <summary>What of its permissions couldn't be known, in words: "what it may do to topics: it sees none".</summary>
    public IReadOnlyList<string> UnknownPermissions { get; init; } = [];

    /// <summary>What can't be done about access to its data: grants, and the credentials of service accounts.</summary>
    public IReadOnlyList<AccessLimit> AccessLimits { get; init; } = [];

    /// <summary>The bundled cluster says so in its id: for development and evaluation only.</summary>
    public bool IsLocal => EngineId.StartsWith(LocalPrefix, StringComparison.Ordinal);
}
