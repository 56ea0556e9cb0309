using System.Globalization;

namespace Portal.LocalCluster.Log;

/// <summary>A partition as it was found on the disk.</summary>
/// <param name="Compacted">How far it was compacted.</param>
/// <param name="DeletedBelow">Before which offset records were deleted by request.</param>
/// <param name="SetAside">The folder of whole records that lay behind damage; null when there were none.</param>
public sealed record RecoveredLog(
    List<Segment> Segments,
    ProducerTable Producers,
    CompactionState Compacted,
    long DeletedBelow,
    long CutBytes,
    string? SetAside
);

/// <summary>
/// Reads a partition's folder after a stop, clean or not. What the index says was synced is trusted; each batch behind it is checked by
/// its CRC, and from the first one that isn't whole the rest is cut: it was never acknowledged, or the machine itself died. Where whole
/// batches follow the damage it was something else, and what is cut is set aside. Between batches of a compacted segment offsets are missing.
/// </summary>
public static class LogRecovery
{
    public const string ProducersFile = "producers";

    public static RecoveredLog Recover(OpenFiles files, string directory)
    {
        var producers = new ProducerTable();
        if (!Directory.Exists(directory))
        {
            return new RecoveredLog([], producers, CompactionState.None, 0, 0, null);
        }

        CleanedFiles.Finish(files, directory);
        var compacted = CompactionState.Read(directory);
        var known = RestoreProducers(directory, producers);
        var segments = new List<Segment>();
        var aside = new AsideFolder(directory);
        long cut = 0;
        foreach (var segment in Found(files, directory))
        {
            if (segments.Count > 0 && segments[^1].NextOffset != segment.BaseOffset)
            {
                // What follows a hole can't be given to anyone as a log. A cut alone is none: a write that the disk refused
                // half-way may lie behind a segment's last batch.
                aside.Take(files, segment);
                continue;
            }

            cut += Check(
                files,
                segment,
                aside,
                compacted.Below,
                known is null,
                (file, batch) => Remember(producers, file, batch, known ?? 0)
            );
            segments.Add(segment);
        }

        return new RecoveredLog(segments, producers, compacted, DeletedRecords.Read(directory), cut, aside.Used);
    }

    private static IEnumerable<Segment> Found(OpenFiles files, string directory) =>
        Directory
            .EnumerateFiles(directory, "*.log")
            .Select(path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))
            .Order()
            .Select(baseOffset => new Segment(files, directory, baseOffset));

    private static long Check(
        OpenFiles files,
        Segment segment,
        AsideFolder aside,
        long compactedBelow,
        bool all,
        Action<OpenFiles.Lease, BatchPlace> took
    )
    {
        using var file = files.Lend(segment.Path);
        var size = RandomAccess.GetLength(file.Handle);
        segment.Trust(file);
        foreach (var batch in SegmentScan.Batches(file, 0, all ? segment.Length : 0))
        {
            took(file, batch);
        }

        foreach (var batch in SegmentScan.Batches(file, segment.Length, (int)size))
        {
            var follows =
                batch.Header.BaseOffset == segment.NextOffset
                || (batch.Header.BaseOffset > segment.NextOffset && batch.Header.LastOffset < compactedBelow);
            if (!follows || !SegmentScan.IsIntact(file, batch))
            {
                break;
            }

            segment.Took(batch);
            took(file, batch);
        }

        if (segment.Length < size)
        {
            if (SegmentScan.Batches(file, segment.Length, (int)size).Any(batch => SegmentScan.IsIntact(file, batch)))
            {
                aside.Copy(file, segment, segment.Length, (int)size);
            }

            RandomAccess.SetLength(file.Handle, segment.Length);
        }

        return size - segment.Length;
    }

    // Null: what was saved can't be read, and all that it told has to be read out of the log again.
    private static long? RestoreProducers(string directory, ProducerTable producers)
    {
        var path = Path.Combine(directory, ProducersFile);
        return File.Exists(path) ? producers.Restore(File.ReadAllBytes(path)) : 0;
    }

    private static void Remember(ProducerTable producers, OpenFiles.Lease file, BatchPlace batch, long known)
    {
        if (batch.Header.BaseOffset < known)
        {
            return;
        }

        if (batch.Header.IsControl)
        {
            producers.Ended(batch.Header, ControlBatch.IsCommit(SegmentScan.Bytes(file, batch)));
        }
        else
        {
            producers.Took(batch.Header);
        }
    }
}
