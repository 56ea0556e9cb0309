using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>What a JAR says of itself.</summary>
/// <param name="MainClass">That its manifest names; null when it names none.</param>
/// <param name="Classes">Those that may be an entry class, in dots.</param>
public sealed record JarFacts(string? MainClass, ImmutableArray<string> Classes);

/// <summary>
/// Looks into what was uploaded as a JAR: its directory and its manifest alone, each bounded before it is read, so that no file costs more
/// than an honest one.
/// </summary>
internal static class JarFile
{
    private const string Manifest = "META-INF/MANIFEST.MF";
    private const string Class = ".class";
    private const int MostManifestBytes = 64 * 1024;
    private const int MostDirectoryBytes = 16 * 1024 * 1024;
    private const int LongestClass = 300;

    /// <summary>With more, a ZIP has another directory.</summary>
    public const int MostEntries = ushort.MaxValue - 1;

    public static async Task<Outcome<JarFacts>> Read(Stream jar, CancellationToken stop)
    {
        if (await Unfit(jar, stop) is { } words)
        {
            return Refused(words);
        }

        try
        {
            await using var zip = await ZipArchive.CreateAsync(jar, ZipArchiveMode.Read, leaveOpen: true, null, stop);
            return zip.GetEntry(Manifest) is { } manifest
                ? await Read(zip, manifest, stop)
                : Refused($"It isn't a JAR: it has no manifest ({Manifest}).");
        }
        catch (InvalidDataException)
        {
            return Refused("It isn't a JAR: its directory can't be read. Upload the file as your build made it.");
        }
    }

    private static async Task<Outcome<JarFacts>> Read(ZipArchive zip, ZipArchiveEntry manifest, CancellationToken stop)
    {
        await using var opened = await manifest.OpenAsync(stop);
        var text = new byte[MostManifestBytes + 1];
        var read = await opened.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, stop);
        if (read == text.Length)
        {
            return Refused($"It isn't taken: its manifest has more than {MostManifestBytes / 1024}\u00A0KiB.");
        }

        var classes = zip.Entries.Select(entry => ClassOf(entry.FullName)).OfType<string>().ToImmutableArray();
        return classes.IsEmpty
            ? Refused("There is no class in it. Upload a JAR with compiled classes.")
            : new JarFacts(JarManifest.EntryClass(Encoding.UTF8.GetString(text, 0, read)), classes);
    }

    /// <summary>Why it isn't opened; null when it can be: the directory is read whole, so its size is looked at first.</summary>
    private static async Task<string?> Unfit(Stream jar, CancellationToken stop) =>
        await ZipEnd.Find(jar, stop) switch
        {
            null => "It isn't a JAR: a JAR is a ZIP file, and this is none.",
            { IsElsewhere: true } =>
                $"It has more than {MostEntries:N0} entries, which isn't taken. Leave out what Flink brings along.",
            { DirectoryBytes: < 0 or > MostDirectoryBytes } =>
                $"It isn't taken: the directory of its entries would have more than {MostDirectoryBytes / 1024 / 1024}\u00A0MiB.",
            _ => null,
        };

    // Neither what the compiler made for lambdas and the like, nor what describes packages, nor versions for newer Java.
    private static string? ClassOf(string entry) =>
        entry.EndsWith(Class, StringComparison.Ordinal)
        && entry.Length <= LongestClass
        && !entry.StartsWith("META-INF/", StringComparison.Ordinal)
        && !entry.EndsWith("-info.class", StringComparison.Ordinal)
        && !(entry.LastIndexOf('$') is >= 0 and var at && char.IsAsciiDigit(entry[at + 1]))
        && !entry.Contains('\0', StringComparison.Ordinal)
            ? entry[..^Class.Length].Replace('/', '.')
            : null;

    private static Outcome<JarFacts> Refused(string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["artifact"] = words });
}
