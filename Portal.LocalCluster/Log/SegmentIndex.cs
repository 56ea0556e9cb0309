using System.Buffers.Binary;

namespace Portal.LocalCluster.Log;

/// <summary>A place in a segment where a batch begins, and the newest timestamp of all batches before it.</summary>
public readonly record struct IndexEntry(int RelativeOffset, int Position, long NewestBefore);

/// <summary>
/// Where to start looking in a segment, by offset or by time: about every 4 KiB one entry. Entries go to the file only after the
/// data before them was forced to disk, so at start nothing before the last entry has to be checked. Nothing but what isn't
/// written yet is held in memory; a search reads the file (the kernel caches it).
/// </summary>
public sealed class SegmentIndex(OpenFiles files, string path)
{
    private const int EntryLength = 16;

    private readonly List<IndexEntry> _pending = [];
    private int _written;

    public IndexEntry Last { get; private set; }

    /// <summary>Reads the file's last entry; entries beyond <paramref name="dataLength"/> are dropped.</summary>
    public void Load(long dataLength)
    {
        _pending.Clear();
        (_written, Last) = (0, default);
        if (!File.Exists(path))
        {
            return;
        }

        using var file = files.Lend(path);
        _written = (int)(RandomAccess.GetLength(file.Handle) / EntryLength);
        while (_written > 0 && (Last = At(file, _written - 1)).Position > dataLength)
        {
            (_written, Last) = (_written - 1, default);
        }

        RandomAccess.SetLength(file.Handle, (long)_written * EntryLength);
    }

    public void Add(IndexEntry entry)
    {
        _pending.Add(entry);
        Last = entry;
    }

    /// <summary>The entries that wait for the data before them to be safe.</summary>
    public IndexEntry[] Pending() => [.. _pending];

    /// <summary>Writes the first <paramref name="count"/> of the waiting entries.</summary>
    public void Write(int count)
    {
        if (count == 0)
        {
            return;
        }

        var bytes = new byte[count * EntryLength];
        for (var i = 0; i < count; i++)
        {
            var slot = bytes.AsSpan(i * EntryLength);
            BinaryPrimitives.WriteInt32BigEndian(slot, _pending[i].RelativeOffset);
            BinaryPrimitives.WriteInt32BigEndian(slot[4..], _pending[i].Position);
            BinaryPrimitives.WriteInt64BigEndian(slot[8..], _pending[i].NewestBefore);
        }

        using var file = files.Lend(path, create: true);
        RandomAccess.Write(file.Handle, bytes, (long)_written * EntryLength);
        _written += count;
        _pending.RemoveRange(0, count);
    }

    /// <summary>The last entry for which <paramref name="before"/> holds, or the segment's beginning; it must hold for a prefix of the entries.</summary>
    public IndexEntry LastWhere(Func<IndexEntry, bool> before)
    {
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            if (before(_pending[i]))
            {
                return _pending[i];
            }
        }

        return _written == 0 ? default : LastWrittenWhere(before);
    }

    private IndexEntry LastWrittenWhere(Func<IndexEntry, bool> before)
    {
        using var file = files.Lend(path);
        IndexEntry best = default;
        var (low, high) = (0, _written - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var entry = At(file, middle);
            if (before(entry))
            {
                (best, low) = (entry, middle + 1);
            }
            else
            {
                high = middle - 1;
            }
        }

        return best;
    }

    private static IndexEntry At(OpenFiles.Lease file, int number)
    {
        Span<byte> slot = stackalloc byte[EntryLength];
        RandomAccess.Read(file.Handle, slot, (long)number * EntryLength);
        return new IndexEntry(
            BinaryPrimitives.ReadInt32BigEndian(slot),
            BinaryPrimitives.ReadInt32BigEndian(slot[4..]),
            BinaryPrimitives.ReadInt64BigEndian(slot[8..])
        );
    }
}
