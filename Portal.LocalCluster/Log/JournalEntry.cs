using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>
/// An entry of a journal as it lies on the disk: length, CRC32C, payload. None is empty: zeroes, as a power cut leaves them, would read
/// as one.
/// </summary>
internal static class JournalEntry
{
    public const int HeaderLength = 8;

    private const int Longest = 64 * 1024 * 1024;
    private const int WindowBytes = 64 * 1024;

    /// <exception cref="IOException">It is longer than what is read back: as a torn end it would be lost, with all behind it.</exception>
    public static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > Longest)
        {
            throw new IOException(
                $"An entry of {payload.Length} bytes is too long for a journal; the most is {Longest}."
            );
        }

        var framed = new byte[HeaderLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed, payload.Length);
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(4), Crc32C.Of(payload));
        payload.CopyTo(framed.AsSpan(HeaderLength));
        return framed;
    }

    public static byte[]? Read(SafeFileHandle file, long position, long size)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (position + HeaderLength > size || RandomAccess.Read(file, header, position) < HeaderLength)
        {
            return null;
        }

        if (Length(header, position, size) is not { } length)
        {
            return null;
        }

        var payload = new byte[length];
        var read = RandomAccess.Read(file, payload, position + HeaderLength);
        var whole = read == length && Crc32C.Of(payload) == BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        return whole ? payload : null;
    }

    /// <summary>How many whole entries lie behind a place where there is none. Where the next begins isn't known, so every byte is tried.</summary>
    public static int WholeBehind(SafeFileHandle file, long damage, long size)
    {
        var whole = 0;
        var window = new byte[WindowBytes];
        for (var position = damage + 1; position + HeaderLength < size; )
        {
            var read = RandomAccess.Read(file, window, position);
            for (var at = 0; at + HeaderLength <= read; at++, position++)
            {
                if (Length(window.AsSpan(at), position, size) is not null && Read(file, position, size) is { } payload)
                {
                    position += HeaderLength + payload.Length;
                    whole++;
                    break;
                }
            }
        }

        return whole;
    }

    /// <summary>Null for what can't be the length of an entry there.</summary>
    private static int? Length(ReadOnlySpan<byte> header, long position, long size) =>
        BinaryPrimitives.ReadInt32BigEndian(header) is var length and > 0 and <= Longest
        && position + HeaderLength + length <= size
            ? length
            : null;
}
