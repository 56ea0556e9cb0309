using System.Collections.Immutable;

namespace Portal.Core.Jobs;

/// <summary>An argument whose value only the program gets: <c>--name value</c>, behind the other arguments.</summary>
/// <param name="Secret">The row that has the value, sealed.</param>
public sealed record SecretArgument(string Name, long Secret);

/// <summary>What a job of a JAR runs, and what its author declares of it: nobody can read it in the JAR.</summary>
/// <param name="Artifact">The JAR by its SHA-256, in 64 hexadecimal digits.</param>
/// <param name="EntryClass">Null: the one that the JAR's manifest names.</param>
/// <param name="Reads">The topics that it reads, each as <c>prod.orders</c>.</param>
public sealed record JobProgram(
    string Artifact,
    string? EntryClass,
    ImmutableArray<string> Arguments,
    ImmutableArray<SecretArgument> Secrets,
    ImmutableArray<string> Reads
)
{
    private const int Short = 12;

    /// <summary>Enough of a digest to tell one JAR from another.</summary>
    public static string Brief(string digest) => digest.Length > Short ? digest[..Short] : digest;

    public bool Equals(JobProgram? other) =>
        other is not null
        && Artifact == other.Artifact
        && EntryClass == other.EntryClass
        && Arguments.SequenceEqual(other.Arguments)
        && Secrets.SequenceEqual(other.Secrets)
        && Reads.SequenceEqual(other.Reads);

    public override int GetHashCode() => HashCode.Combine(Artifact, EntryClass, Arguments.Length, Reads.Length);
}
