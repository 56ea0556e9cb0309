using System.Buffers.Binary;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>How a ZIP ends: with a record that leads to the directory of its entries.</summary>
/// <remarks>https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16.</remarks>
internal sealed class ZipEnd
{
    // With a comment behind it.
    private const uint Signature = 0x06054b50;
    private const int Bytes = 22;
    private const int MostComment = ushort.MaxValue;

    // 4.3.15: what stands before it leads to another directory, whose size nobody has looked at.
    private const uint LocatorSignature = 0x07064b50;
    private const int LocatorBytes = 20;

    private readonly byte[] _tail;
    private readonly int _end;

    private ZipEnd(byte[] tail, int end, long at) => (_tail, _end, At) = (tail, end, at);

    /// <summary>Where the record begins.</summary>
    public long At { get; }

    public int Entries => BinaryPrimitives.ReadUInt16LittleEndian(Record[10..]);

    /// <summary>Where the directory begins.</summary>
    public long Directory => BinaryPrimitives.ReadUInt32LittleEndian(Record[16..]);

    public long DirectoryBytes => At - Directory;

    /// <summary>It leads to another directory: there are too many entries for this one, or they lie on another disk.</summary>
    public bool IsElsewhere =>
        Entries == ushort.MaxValue
        || Directory == uint.MaxValue
        || BinaryPrimitives.ReadUInt32LittleEndian(Record[4..]) != 0
        || (
            _end >= LocatorBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan(_end - LocatorBytes)) == LocatorSignature
        );

    private ReadOnlySpan<byte> Record => _tail.AsSpan(_end);

    /// <returns>Null: the file is no ZIP.</returns>
    public static async Task<ZipEnd?> Find(Stream file, CancellationToken stop)
    {
        var tail = new byte[Math.Min(file.Length, LocatorBytes + Bytes + MostComment)];
        file.Position = file.Length - tail.Length;
        await file.ReadExactlyAsync(tail, stop);
        file.Position = 0;
        var end = tail.Length - Bytes;
        while (end >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end)) != Signature)
        {
            end--;
        }

        return end < 0 ? null : new(tail, end, file.Length - tail.Length + end);
    }

    /// <summary>The record, with its comment, of a ZIP that has this directory instead.</summary>
    public byte[] With(int entries, long directory, long directoryBytes)
    {
        var record = Record.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(8), checked((ushort)entries));
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(10), checked((ushort)entries));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), checked((uint)directoryBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(16), checked((uint)directory));
        return record;
    }
}
