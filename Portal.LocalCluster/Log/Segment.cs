using System.Globalization;

namespace Portal.LocalCluster.Log;

/// <summary>
/// A stretch of a partition's log: one file of batches as they came over the wire, and its index. Not safe for use by several
/// threads; the log that owns it takes turns. What is below <see cref="Length"/> never changes and may be read at any time.
/// </summary>
public sealed class Segment
{
    private const int IndexInterval = 4096;

    private readonly OpenFiles _files;
    private int _synced;

    /// <param name="ending">Behind the names of its files; the log reads only those without.</param>
    public Segment(OpenFiles files, string directory, long baseOffset, string ending = "")
    {
        _files = files;
        BaseOffset = NextOffset = baseOffset;
        var name = baseOffset.ToString("D20", CultureInfo.InvariantCulture);
        Path = System.IO.Path.Combine(directory, name + ".log" + ending);
        IndexPath = System.IO.Path.Combine(directory, name + ".index" + ending);
        Index = new SegmentIndex(files, IndexPath);
    }

    public string Path { get; }
    public string IndexPath { get; }
    public SegmentIndex Index { get; }
    public long BaseOffset { get; }
    public long NextOffset { get; private set; }
    public int Length { get; private set; }

    /// <summary>The first batch's and the newest timestamp in Unix milliseconds; -1 while there is none.</summary>
    public long FirstTimestamp { get; private set; } = -1;
    public long NewestTimestamp { get; private set; } = -1;

    /// <summary>When the file was made, Unix milliseconds.</summary>
    public long CreatedMs => new DateTimeOffset(File.GetCreationTimeUtc(Path)).ToUnixTimeMilliseconds();
    public bool HasUnsynced => _synced < Length;

    public void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _files.Lend(Path, create: true).Dispose();
    }

    /// <summary>Hands the batch to the kernel; when this returns, the death of this process doesn't lose it.</summary>
    public void Append(ReadOnlySpan<byte> batch, BatchHeader header)
    {
        using (var file = _files.Lend(Path))
        {
            RandomAccess.Write(file.Handle, batch, Length);
        }

        Took(new BatchPlace(header, Length));
    }

    /// <summary>Counts in a batch that the file holds.</summary>
    public void Took(BatchPlace place)
    {
        if (place.Position - Index.Last.Position >= IndexInterval)
        {
            Index.Add(new IndexEntry((int)(place.Header.BaseOffset - BaseOffset), place.Position, NewestTimestamp));
        }

        if (FirstTimestamp < 0)
        {
            FirstTimestamp = place.Header.MaxTimestamp;
        }

        Length = place.End;
        NextOffset = place.Header.LastOffset + 1;
        if (place.Header.RecordCount > 0)
        {
            NewestTimestamp = Math.Max(NewestTimestamp, place.Header.MaxTimestamp);
        }
    }

    /// <summary>Takes over what the index file says was on the disk for certain; what lies behind it is to be read and checked.</summary>
    public void Trust(OpenFiles.Lease file)
    {
        var size = RandomAccess.GetLength(file.Handle);
        Index.Load(size);
        var last = Index.Last;
        Length = _synced = last.Position;
        NextOffset = BaseOffset + last.RelativeOffset;
        NewestTimestamp = last.NewestBefore;
        var batches = SegmentScan.Batches(file, 0, (int)size).Select(batch => batch.Header.MaxTimestamp);
        FirstTimestamp = last.Position > 0 ? batches.FirstOrDefault(-1) : -1;
    }

    /// <summary>Marks the end in the index, so that a start after a sync has nothing to check.</summary>
    public Checkpoint PrepareSync()
    {
        if (Index.Last.Position < Length)
        {
            Index.Add(new IndexEntry((int)(NextOffset - BaseOffset), Length, NewestTimestamp));
        }

        return new Checkpoint(this, Length, Index.Pending().Length);
    }

    public void Synced(Checkpoint checkpoint)
    {
        Index.Write(checkpoint.Entries);
        _synced = checkpoint.Length;
    }

    /// <summary>Forces the file to the disk. May run while others append, and while the file is deleted.</summary>
    public void FlushToDisk()
    {
        try
        {
            using var file = _files.Lend(Path);
            RandomAccess.FlushToDisk(file.Handle);
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException) { }
    }

    public void Delete()
    {
        foreach (var path in new[] { Path, IndexPath })
        {
            _files.Forget(path);
            File.Delete(path);
        }
    }

    /// <summary>What a sync covers: data up to a length, and the index entries that may be written after it.</summary>
    public readonly record struct Checkpoint(Segment Segment, int Length, int Entries);
}
