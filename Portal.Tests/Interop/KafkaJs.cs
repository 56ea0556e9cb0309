using System.Collections.Concurrent;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>Needs Node and npm: skipped, by name, where they aren't.</summary>
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    public NodeTheoryAttribute() => Skip = KafkaJs.Missing;
}

/// <inheritdoc cref="NodeTheoryAttribute"/>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = KafkaJs.Missing;
}

/// <summary>What Node's packages find of the bundled cluster's own code, no part of the product in it: skipped, by name, while nothing it depends on has changed since it passed.</summary>
public sealed class ClusterNodeFactAttribute : FactAttribute
{
    public ClusterNodeFactAttribute() => Skip = KafkaJs.Missing ?? EngineSkip.ClusterUnchanged;
}

/// <summary>What repeats with the real engines what is shown without them: only in a full run, where Node and npm are.</summary>
public sealed class FullRunNodeFactAttribute : FactAttribute
{
    public FullRunNodeFactAttribute() => Skip = EngineSkip.Reason ?? EngineSkip.FullRunOnly ?? KafkaJs.Missing;
}

/// <summary>npm's packages beside the script that uses them, fetched once for a checkout and a version.</summary>
internal static class KafkaJs
{
    private const string Wish = "package.json";
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Folders = new(StringComparer.Ordinal);

    public static string? Missing => IsThere("node") && IsThere("npm") ? null : "needs node and npm";

    /// <summary>The folder with the script and its packages in it.</summary>
    public static Task<string> Installed(string folder = "kafkajs") =>
        Folders.GetOrAdd(folder, wanted => new(() => Install(wanted))).Value;

    private static async Task<string> Install(string folder)
    {
        var source = Repository.PathOf("Portal.Tests", "Interop", folder);
        var target = Repository.PathOf("Portal.Tests", "obj", folder);
        Directory.CreateDirectory(target);
        var (wanted, there) = (Path.Combine(source, Wish), Path.Combine(target, "installed.json"));
        var isThere = File.Exists(there) && await File.ReadAllTextAsync(there) == await File.ReadAllTextAsync(wanted);
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        if (isThere)
        {
            return target;
        }

        await Command.Run(
            TimeSpan.FromMinutes(3),
            "npm",
            ["install", "--prefix", target, "--no-package-lock", "--no-audit", "--no-fund", "--prefer-offline"]
        );
        File.Copy(wanted, there, overwrite: true);
        return target;
    }

    private static bool IsThere(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
