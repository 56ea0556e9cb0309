using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Portal.Kafka.Records.Codecs;

/// <summary>
/// The records of a batch, unpacked as they are read: nothing is unfolded that nobody reads. LZ4 and Zstandard are the system's own
/// libraries, which every Debian has; where one lacks, batches of that codec can't be looked into.
/// </summary>
internal static class Codec
{
    /// <summary>Null where this machine can't unpack the codec.</summary>
    /// <exception cref="InvalidDataException">While reading: the bytes aren't what the codec makes.</exception>
    public static Stream? Open(Compression codec, ReadOnlyMemory<byte> packed) =>
        codec switch
        {
            Compression.None => Over(packed),
            Compression.Gzip => new GZipStream(Over(packed), CompressionMode.Decompress),
            Compression.Snappy => new SnappyStream(packed),
            Compression.Lz4 when Lz4Stream.IsThere => new Lz4Stream(packed),
            Compression.Zstd when ZstdStream.IsThere => new ZstdStream(packed),
            _ => null,
        };

    /// <summary>The records of a batch, packed as Kafka's own brokers do it. Null where this machine can't pack the codec.</summary>
    public static byte[]? Pack(Compression codec, ReadOnlySpan<byte> records) =>
        codec switch
        {
            Compression.None => records.ToArray(),
            Compression.Gzip => Gzip(records),
            Compression.Snappy => SnappyPacking.Pack(records),
            Compression.Lz4 when Lz4Stream.IsThere => Lz4Packing.Pack(records),
            Compression.Zstd when ZstdStream.IsThere => ZstdPacking.Pack(records),
            _ => null,
        };

    private static byte[] Gzip(ReadOnlySpan<byte> records)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(records);
        }
        return packed.ToArray();
    }

    private static MemoryStream Over(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
