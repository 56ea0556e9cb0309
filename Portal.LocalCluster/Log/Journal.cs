using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>
/// A file of small entries that is only appended to: length, CRC32C, payload. An entry counts once it is in the kernel's hands, so
/// a killed process loses none; what a crash tore off at the end is cut when the journal is opened. No entry is empty: zeroes, as a
/// power cut leaves them, would read as one.
/// </summary>
public sealed class Journal : IDisposable
{
    private const int HeaderLength = 8;
    private const int LongestEntry = 64 * 1024 * 1024;

    private readonly string _path;
    private SafeFileHandle _file;
    private long _length;
    private bool _unsynced;

    private Journal(string path, SafeFileHandle file, long length, int entries)
    {
        _path = path;
        _file = file;
        _length = length;
        Entries = entries;
    }

    /// <summary>How many entries the file holds; compared with what is still worth keeping it says when to rewrite.</summary>
    public int Entries { get; private set; }

    /// <summary>Opens or creates the journal and hands every whole entry to <paramref name="replay"/>, oldest first.</summary>
    public static Journal Open(string path, Action<ReadOnlyMemory<byte>> replay)
    {
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var size = RandomAccess.GetLength(file);
        long position = 0;
        var entries = 0;
        while (ReadEntry(file, position, size) is { } payload)
        {
            replay(payload);
            position += HeaderLength + payload.Length;
            entries++;
        }

        if (position < size)
        {
            RandomAccess.SetLength(file, position);
        }

        return new Journal(path, file, position, entries);
    }

    public void Append(ReadOnlySpan<byte> payload)
    {
        var framed = Frame(payload);
        RandomAccess.Write(_file, framed, _length);
        _length += framed.Length;
        _unsynced = true;
        Entries++;
    }

    /// <summary>Forces to the disk what was appended.</summary>
    public void Sync()
    {
        if (_unsynced)
        {
            RandomAccess.FlushToDisk(_file);
            _unsynced = false;
        }
    }

    /// <summary>Replaces the journal by these entries, or leaves it as it was: whoever is killed in between finds one of the two whole.</summary>
    public void Rewrite(IEnumerable<byte[]> payloads)
    {
        var fresh = _path + ".new";
        var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            long length = 0;
            var entries = 0;
            foreach (var payload in payloads)
            {
                var framed = Frame(payload);
                RandomAccess.Write(file, framed, length);
                length += framed.Length;
                entries++;
            }

            RandomAccess.FlushToDisk(file);
            File.Move(fresh, _path, overwrite: true);
            _file.Dispose();
            (_file, _length, Entries) = (file, length, entries);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Sync();
        _file.Dispose();
    }

    private static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        var framed = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(4), Crc32C.Of(payload));
        payload.CopyTo(framed.AsSpan(HeaderLength));
        return framed;
    }

    private static byte[]? ReadEntry(SafeFileHandle file, long position, long size)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (position + HeaderLength > size || RandomAccess.Read(file, header, position) < HeaderLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(header);
        if (length is <= 0 or > LongestEntry || position + HeaderLength + length > size)
        {
            return null;
        }

        var payload = new byte[length];
        var read = RandomAccess.Read(file, payload, position + HeaderLength);
        var whole = read == length && Crc32C.Of(payload) == BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        return whole ? payload : null;
    }
}
