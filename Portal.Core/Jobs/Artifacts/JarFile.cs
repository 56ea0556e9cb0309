using System.Buffers.Binary;
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

    // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16: the end of the central directory, and a comment behind it.
    private const uint EndSignature = 0x06054b50;
    private const int EndBytes = 22;
    private const int MostComment = ushort.MaxValue;

    // 4.3.15: what stands before it leads to another directory, whose size nobody has looked at.
    private const uint LocatorSignature = 0x07064b50;
    private const int LocatorBytes = 20;

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
            ? Refused("There is no class in it. Upload the JAR of the program, with what it needs.")
            : new JarFacts(JarManifest.EntryClass(Encoding.UTF8.GetString(text, 0, read)), classes);
    }

    /// <summary>Why it isn't opened; null when it can be: the directory is read whole, so its size is looked at first.</summary>
    private static async Task<string?> Unfit(Stream jar, CancellationToken stop)
    {
        var tail = new byte[Math.Min(jar.Length, LocatorBytes + EndBytes + MostComment)];
        jar.Position = jar.Length - tail.Length;
        await jar.ReadExactlyAsync(tail, stop);
        jar.Position = 0;
        var end = tail.Length - EndBytes;
        while (end >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end)) != EndSignature)
        {
            end--;
        }

        if (end < 0)
        {
            return "It isn't a JAR: a JAR is a ZIP file, and this is none.";
        }

        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        var at = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        var bytes = jar.Length - tail.Length + end - at;
        return entries == ushort.MaxValue || at == uint.MaxValue || IsElsewhere(tail, end)
                ? "It has more than 65,534 entries, which isn't taken. Leave out what Flink brings along."
            : bytes is < 0 or > MostDirectoryBytes
                ? $"It isn't taken: the directory of its entries would have more than {MostDirectoryBytes / 1024 / 1024}\u00A0MiB."
            : null;
    }

    private static bool IsElsewhere(byte[] tail, int end) =>
        BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 4)) != 0
        || (
            end >= LocatorBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end - LocatorBytes)) == LocatorSignature
        );

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
