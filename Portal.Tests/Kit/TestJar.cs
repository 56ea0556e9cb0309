using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Tests.Kit;

/// <summary>A JAR as bytes, always the same for the same content.</summary>
public sealed record TestJar(byte[] Bytes)
{
    private static readonly DateTimeOffset Written = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>The same program in a file of its own.</summary>
    public TestJar Marked(string mark)
    {
        using var zip = new ZipArchive(Open(), ZipArchiveMode.Read);
        return Zip([.. zip.Entries.Select(e => (e.FullName, Content(e))), ("mark", Encoding.UTF8.GetBytes(mark))]);
    }

    public Stream Open() => new MemoryStream(Bytes, writable: false);

    /// <summary>Of classes that nobody runs.</summary>
    public static TestJar Of(string? mainClass, params string[] classes) =>
        Zip([
            ("META-INF/MANIFEST.MF", Manifest(mainClass)),
            .. classes.Select(name => ($"{name.Replace('.', '/')}.class", Encoding.ASCII.GetBytes(name))),
        ]);

    public static TestJar Zip(params (string Name, byte[] Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = Written;
                using var to = entry.Open();
                to.Write(content);
            }
        }

        return new(bytes.ToArray());
    }

    public static byte[] Manifest(string? mainClass) =>
        Encoding.UTF8.GetBytes(
            $"Manifest-Version: 1.0\r\n{(mainClass is null ? "" : $"Main-Class: {mainClass}\r\n")}\r\n"
        );

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    /// <summary>Compiles one source file against Flink and its connectors. Only where <see cref="Repository.Engines"/> is.</summary>
    /// <param name="mainClass">Its name, too.</param>
    public static async Task<TestJar> Compile(string mainClass, string source) =>
        (await Compile((mainClass, source))).Single();

    /// <summary>The same of several that use each other, each in a JAR of its own. Only the first has an entry class.</summary>
    public static async Task<IReadOnlyList<TestJar>> Compile(params (string Class, string Source)[] sources)
    {
        var folder = Directory.CreateTempSubdirectory("portal-jar-");
        try
        {
            var engine = Path.Combine(Repository.Engines!, "engine");
            var classpath = (await Command.Run(engine, "classpath", "flink")).Trim();
            var files = sources.Select(s => Path.Combine(folder.FullName, $"{s.Class}.java")).ToList();
            foreach (var (file, source) in files.Zip(sources))
            {
                await File.WriteAllTextAsync(file, source.Source);
            }

            // As in the engines, what the JVM's second compiler makes of it comes too late to pay.
            string[] quickly = ["-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-proc:none", "-nowarn"];
            await Command.Run("javac", [.. quickly, "-cp", classpath, "-d", folder.FullName, .. files]);
            return
            [
                .. sources.Select(
                    (source, at) =>
                        Zip([
                            ("META-INF/MANIFEST.MF", Manifest(at == 0 ? source.Class : null)),
                            .. folder
                                .EnumerateFiles("*.class")
                                .Where(c =>
                                    c.Name == $"{source.Class}.class"
                                    || c.Name.StartsWith($"{source.Class}$", StringComparison.Ordinal)
                                )
                                .OrderBy(c => c.Name, StringComparer.Ordinal)
                                .Select(c => (c.Name, File.ReadAllBytes(c.FullName))),
                        ])
                ),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
