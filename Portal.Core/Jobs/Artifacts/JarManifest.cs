using System.Text;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>The entry class that a JAR's manifest names, where Flink looks for it.</summary>
/// <remarks>https://docs.oracle.com/en/java/javase/17/docs/specs/jar/jar.html#jar-manifest</remarks>
internal static class JarManifest
{
    // Flink takes the first of them that is there.
    private static readonly string[] Names = ["program-class", "Main-Class"];

    public static string? EntryClass(string manifest)
    {
        var main = Main(manifest);
        return Names
            .Select(name => main.Find(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)))
            .OfType<string>()
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault(name => name.Length > 0);
    }

    // Up to the first empty line; a line that begins with a space goes on with the one before.
    private static List<string> Main(string manifest)
    {
        var lines = new List<StringBuilder>();
        foreach (var line in manifest.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => line.Length > 0))
        {
            if (line[0] == ' ' && lines.Count > 0)
            {
                lines[^1].Append(line.AsSpan(1));
            }
            else
            {
                lines.Add(new(line));
            }
        }

        return [.. lines.Select(line => $"{line}")];
    }
}
