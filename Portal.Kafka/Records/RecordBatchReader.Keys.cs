using System.Buffers.Binary;
using System.Security.Cryptography;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>A record as compaction looks at it.</summary>
/// <param name="Key">A digest of its key; null where it has none.</param>
/// <param name="HasValue">False for a tombstone.</param>
public readonly record struct RecordKey(RecordHead Record, UInt128? Key, bool HasValue);

public static partial class RecordBatchReader
{
    /// <summary>The records' keys as digests, as far as they can be read: what isn't <see cref="RecordSearch.NotThere"/> broke off.</summary>
    /// <param name="mostBytes">How much may be unpacked, which takes time.</param>
    /// <param name="isEnough">Called for each record; true ends the search at this one.</param>
    public static RecordSearch Keys(RecordBatch batch, int mostBytes, Func<RecordKey, bool> isEnough) =>
        Walk(
            batch,
            mostBytes,
            (records, bytes) =>
            {
                var head = Head(records.Peek(MostHeadBytes), batch, bytes, out var keyAt, out var keyBytes);
                records.Skip(keyAt);
                var key = KeyDigest(records, keyBytes);
                var (valueBytes, rest) = ValueBytes(records, bytes - keyAt - keyBytes);
                records.Skip(rest);
                return isEnough(new(head, head.HasKey ? key : null, valueBytes >= 0)) ? head : null;
            }
        );

    // Of a hash that nobody finds two keys for: with a weaker one a writer could make another's record disappear.
    private static UInt128 KeyDigest(StreamPieces records, int bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (bytes <= HashedAtOnce)
        {
            var all = records.Peek(bytes);
            Require(all.Length == bytes);
            SHA256.HashData(all.Span, digest);
            records.Skip(bytes);
        }
        else
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (var left = bytes; left > 0; )
            {
                var piece = records.Peek(Math.Min(left, HashedAtOnce));
                Require(piece.Length > 0);
                hash.AppendData(piece.Span);
                left -= piece.Length;
                records.Skip(piece.Length);
            }

            hash.GetHashAndReset(digest);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private static void Require(bool isThere)
    {
        if (!isThere)
        {
            throw new MalformedFrameException("The records end within one.");
        }
    }
}
