using Portal.Core.Clusters;

namespace Portal.Core.Registries;

/// <summary>What a registry told of itself.</summary>
/// <param name="Product">What it seems to be, by what it answers: "Confluent Schema Registry".</param>
/// <param name="Level">The level that holds where a subject sets none.</param>
/// <param name="Types">The languages it takes.</param>
public sealed record RegistryFacts(
    string Product,
    string? Version,
    string? Level,
    IReadOnlyList<string> Types,
    int Subjects
)
{
    /// <summary>Its own word: READWRITE, READONLY; null where it has no modes, or doesn't show them.</summary>
    public string? Mode { get; init; }

    /// <summary>What the portal's user may read there, as acts: "list subjects".</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Other clusters that are registered with the same address, by name.</summary>
    public IReadOnlyList<string> AlsoServes { get; init; } = [];

    /// <summary>What it doesn't offer or doesn't allow, in words.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];
}

/// <summary>Asks a registry who it is: the one network call of adding one, behind a port so that Core makes none.</summary>
public interface IRegistryProbe
{
    /// <summary>Answers within a bounded time, whatever is or isn't at the other end. Never throws for what it finds.</summary>
    Task<Outcome<RegistryFacts>> Ask(HttpAccess access, CancellationToken stop);
}
