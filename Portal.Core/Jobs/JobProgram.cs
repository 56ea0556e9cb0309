using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Jobs;

/// <summary>An argument whose value only the program gets: <c>--name value</c>, behind the other arguments.</summary>
/// <param name="Secret">The row that has the value, sealed.</param>
public sealed record SecretArgument(string Name, long Secret);

/// <summary>What a job of a JAR runs, and what its author declares of it: nobody can read it in the JAR.</summary>
/// <param name="Artifact">The JAR by its SHA-256, in 64 hexadecimal digits.</param>
/// <param name="EntryClass">Null: the one that the JAR's manifest names.</param>
/// <param name="Reads">The topics that it reads, each as <c>prod.orders</c>.</param>
/// <param name="Dependencies">JARs that are on its class path behind its own, in this order, each by its SHA-256; null: none.</param>
public sealed record JobProgram(
    string Artifact,
    string? EntryClass,
    ImmutableArray<string> Arguments,
    ImmutableArray<SecretArgument> Secrets,
    ImmutableArray<string> Reads,
    IReadOnlyList<string>? Dependencies = null
)
{
    private const int Short = 12;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Dependencies { get; init; } = Dependencies is { Count: > 0 } ? Dependencies : null;

    [JsonIgnore]
    public ProgramJars Jars => new(Artifact, Dependencies);

    /// <summary>Enough of a digest to tell one JAR from another.</summary>
    public static string Brief(string digest) => digest.Length > Short ? digest[..Short] : digest;

    public bool Equals(JobProgram? other) =>
        other is not null
        && Artifact == other.Artifact
        && (Dependencies ?? []).SequenceEqual(other.Dependencies ?? [])
        && EntryClass == other.EntryClass
        && Arguments.SequenceEqual(other.Arguments)
        && Secrets.SequenceEqual(other.Secrets)
        && Reads.SequenceEqual(other.Reads);

    public override int GetHashCode() =>
        HashCode.Combine(Artifact, Dependencies?.Count ?? 0, EntryClass, Arguments.Length, Reads.Length);
}
