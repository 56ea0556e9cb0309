using System.Buffers;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>A batch in a segment's file: its header and where it begins.</summary>
public readonly record struct BatchPlace(BatchHeader Header, int Position)
{
    public int End => Position + Header.TotalLength;
}

/// <summary>Walks a segment's file batch by batch.</summary>
public static class SegmentScan
{
    private const int WindowBytes = 8192;

    /// <summary>The batches between two positions; ends early where the file doesn't hold a whole one.</summary>
    public static IEnumerable<BatchPlace> Batches(OpenFiles.Lease file, int from, int end)
    {
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            var (start, filled, position) = (from, 0, from);
            while (position + BatchHeader.Size <= end)
            {
                if (position < start || position + BatchHeader.Size > start + filled)
                {
                    start = position;
                    filled = RandomAccess.Read(file.Handle, window.AsSpan(0, WindowBytes), start);
                    if (filled < BatchHeader.Size)
                    {
                        yield break;
                    }
                }

                var header = BatchHeader.Read(window.AsSpan(position - start));
                if (!CouldBe(header, end - position))
                {
                    yield break;
                }

                yield return new BatchPlace(header, position);
                position += header.TotalLength;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    public static byte[] Bytes(OpenFiles.Lease file, BatchPlace place)
    {
        var bytes = new byte[place.Header.TotalLength];
        RandomAccess.Read(file.Handle, bytes, place.Position);
        return bytes;
    }

    /// <summary>True when the bytes at this place are what was written: the CRC over all that follows it says so.</summary>
    public static bool IsIntact(OpenFiles.Lease file, BatchPlace place)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(place.Header.TotalLength);
        try
        {
            var batch = bytes.AsSpan(0, place.Header.TotalLength);
            return RandomAccess.Read(file.Handle, batch, place.Position) == batch.Length
                && Crc32C.Of(batch[BatchHeader.CrcCovers..]) == place.Header.Crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The length of the whole batches at the beginning of these bytes that lie before an offset.</summary>
    /// <param name="next">What follows the last of them; 0 when there is none.</param>
    public static int WholeBatches(ReadOnlySpan<byte> bytes, long below, out long next)
    {
        var whole = 0;
        next = 0;
        while (bytes.Length - whole >= BatchHeader.Size)
        {
            var header = BatchHeader.Read(bytes[whole..]);
            if (header.TotalLength > bytes.Length - whole || header.BaseOffset >= below)
            {
                break;
            }

            whole += header.TotalLength;
            next = header.LastOffset + 1;
        }

        return whole;
    }

    private static bool CouldBe(BatchHeader header, int room) =>
        header.Magic == 2
        && header.Length >= BatchHeader.Size - 12
        && header.Length <= room - 12
        && header.LastOffsetDelta >= 0;
}
