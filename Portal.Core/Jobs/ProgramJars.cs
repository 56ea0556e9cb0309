using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>The JARs that a program is made of, each by its SHA-256, in 64 hexadecimal digits.</summary>
/// <param name="program">The JAR whose entry class runs.</param>
/// <param name="dependencies">On the class path behind it, in this order.</param>
public sealed class ProgramJars(string program, IReadOnlyList<string>? dependencies)
{
    public const int MostDependencies = 20;

    public static string TooMany =>
        $"A JAR has at most {MostDependencies} dependencies. Build several of them into one JAR.";

    public ImmutableArray<string> Dependencies { get; } = [.. dependencies ?? []];

    public ImmutableArray<string> All => [program, .. Dependencies];

    /// <summary>Of all of them, in 64 hexadecimal digits: another one when any of them, or their order, differs. Of a JAR without dependencies its own.</summary>
    public string Digest =>
        Dependencies.IsEmpty
            ? program
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', All))));

    /// <summary>"9f2c5d0b11aa with 2 dependencies".</summary>
    public string InWords =>
        Dependencies.IsEmpty
            ? JobProgram.Brief(program)
            : $"{JobProgram.Brief(program)} with {Quantity.Of(Dependencies.Length, "dependency", "dependencies")}";

    /// <summary>The dependencies, each as it is told from others; null when there are none.</summary>
    public string? DependenciesInWords =>
        Dependencies.IsEmpty ? null : string.Join(", ", Dependencies.Select(JobProgram.Brief));
}
