using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Kafka.Records;
using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.Upgrade;

/// <summary>
/// What the clusters of the version before had on the disk, as if they had stopped just now: records and committed offsets aren't older
/// than they were then, so that the clusters' retention finds what it would have found.
/// </summary>
internal static partial class FormerDisk
{
    private const int BaseTimestampAt = 27;
    private const int MaxTimestampAt = 35;
    private const int IndexTimestampAt = 8;
    private const int IndexEntryBytes = 16;

    /// <param name="age">How long ago the clusters stopped.</param>
    public static void Restore(string cluster, string folder, TimeSpan age)
    {
        using var archive = ZipFile.OpenRead(Repository.PathOf("Portal.Tests", "Upgrade", "Before", "clusters.zip"));
        foreach (
            var entry in archive.Entries.Where(e => e.FullName.StartsWith($"{cluster}/", StringComparison.Ordinal))
        )
        {
            var path = Path.Combine(folder, Path.GetRelativePath(cluster, entry.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            entry.ExtractToFile(path);
        }

        var later = (long)age.TotalMilliseconds;
        foreach (var segment in Directory.EnumerateFiles(folder, "*.log", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(segment, Batches(File.ReadAllBytes(segment), later));
        }

        foreach (var index in Directory.EnumerateFiles(folder, "*.index", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(index, Places(File.ReadAllBytes(index), later));
        }

        var offsets = Path.Combine(folder, "offsets.journal");
        File.WriteAllBytes(offsets, Commits(File.ReadAllBytes(offsets), later));
    }

    private static byte[] Batches(byte[] segment, long later)
    {
        for (ReadOnlyMemory<byte> rest = segment; RecordBatch.TryTake(ref rest, out var batch); )
        {
            var bytes = segment.AsSpan(segment.Length - rest.Length - batch.Bytes.Length, batch.Bytes.Length);
            BinaryPrimitives.WriteInt64BigEndian(bytes[BaseTimestampAt..], batch.BaseTimestamp + later);
            BinaryPrimitives.WriteInt64BigEndian(bytes[MaxTimestampAt..], batch.MaxTimestamp + later);
            BinaryPrimitives.WriteUInt32BigEndian(
                bytes[RecordBatch.CrcAt..],
                Crc32C.Of(bytes[RecordBatch.AttributesAt..])
            );
        }

        return segment;
    }

    private static byte[] Places(byte[] index, long later)
    {
        for (var at = IndexTimestampAt; at < index.Length; at += IndexEntryBytes)
        {
            var newest = BinaryPrimitives.ReadInt64BigEndian(index.AsSpan(at));
            BinaryPrimitives.WriteInt64BigEndian(index.AsSpan(at), newest + later);
        }

        return index;
    }

    private static byte[] Commits(byte[] journal, long later)
    {
        var moved = new List<byte>();
        for (var at = 0; at < journal.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(journal.AsSpan(at));
            var entry = Encoding.UTF8.GetString(journal, at + JournalEntry.HeaderLength, length);
            moved.AddRange(JournalEntry.Frame(Encoding.UTF8.GetBytes(CommittedAt().Replace(entry, Later))));
            at += JournalEntry.HeaderLength + length;
        }

        return [.. moved];

        string Later(Match time) =>
            (long.Parse(time.Value, CultureInfo.InvariantCulture) + later).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("""(?<="AtMs":)[0-9]{1,19}""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommittedAt();
}
