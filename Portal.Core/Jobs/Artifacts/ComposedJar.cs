using System.IO.Compression;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>
/// A program's JAR with its dependencies in it, at <c>lib/</c>: Flink runs one JAR, and puts those that lie there on the class path of the program. The
/// program's JAR stays as it is, byte by byte: only its directory gets longer. The same JARs in the same order are always the same JAR.
/// </summary>
internal static class ComposedJar
{
    // What follows the files has to begin below 4 GiB, and has room of its own.
    private const long MostBytes = uint.MaxValue - 64L * 1024 * 1024;

    /// <param name="program">Is read to its end and again, as those of the dependencies are; what is given owns them all.</param>
    /// <param name="dependencies">Each by its SHA-256.</param>
    public static async Task<Outcome<Stream>> Of(
        Stream program,
        IReadOnlyList<(string Digest, Stream Content)> dependencies,
        CancellationToken stop
    )
    {
        var end =
            await ZipEnd.Find(program, stop)
            ?? throw new InvalidDataException("What was stored as a JAR doesn't end as a ZIP.");
        if (
            end.Entries + dependencies.Count > JarFile.MostEntries
            || program.Length + dependencies.Sum(d => d.Content.Length) > MostBytes
        )
        {
            return Refusal.Conflict(
                $"The JAR has no room for its dependencies: with them it has at most {JarFile.MostEntries:N0} entries and 4\u00A0GiB. Leave out what Flink brings along."
            );
        }

        var entries = await Entries(program, end, dependencies, stop);
        var directory = entries.Select(entry => entry.InDirectory).ToList();
        var begin = entries[^1].At + entries[^1].Local.Length + entries[^1].Bytes;
        var bytes = end.DirectoryBytes + directory.Sum(entry => (long)entry.Length);
        return new JoinedContent([
            (program, 0, end.Directory),
            .. entries.Zip(dependencies).SelectMany(d => new[] { Piece(d.First.Local), Piece(d.Second.Content) }),
            (program, end.Directory, end.DirectoryBytes),
            .. directory.Select(Piece),
            Piece(end.With(end.Entries + entries.Count, begin, bytes)),
        ]);
    }

    private static async Task<List<StoredEntry>> Entries(
        Stream program,
        ZipEnd end,
        IReadOnlyList<(string Digest, Stream Content)> dependencies,
        CancellationToken stop
    )
    {
        var taken = await Names(program, stop);
        var entries = new List<StoredEntry>();
        var at = end.Directory;
        foreach (var (digest, content) in dependencies)
        {
            content.Position = 0;
            var entry = await StoredEntry.Of(Name(digest, entries.Count + 1, taken), content, at, stop);
            entries.Add(entry);
            at += entry.Local.Length + entry.Bytes;
        }

        return entries;
    }

    private static async Task<HashSet<string>> Names(Stream program, CancellationToken stop)
    {
        await using var zip = await ZipArchive.CreateAsync(program, ZipArchiveMode.Read, leaveOpen: true, null, stop);
        return zip.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);
    }

    // A program may bring a lib/ of its own, whatever its files are called.
    private static string Name(string digest, int number, HashSet<string> taken)
    {
        var name = $"lib/{JobProgram.Brief(digest)}-{number}.jar";
        return taken.Add(name) ? name : Name(digest, number + 1, taken);
    }

    private static (Stream, long, long) Piece(byte[] bytes) => Piece(new MemoryStream(bytes, writable: false));

    private static (Stream, long, long) Piece(Stream whole) => (whole, 0, whole.Length);
}
