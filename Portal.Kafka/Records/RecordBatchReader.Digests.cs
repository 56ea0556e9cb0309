using System.Security.Cryptography;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>A key or a value: what tells it from another, and how it begins.</summary>
/// <param name="Hash">SHA-256 of all of it, in hexadecimal.</param>
/// <param name="Start">Its first bytes, 48 at most.</param>
public sealed record PartDigest(string Hash, byte[] Start);

/// <param name="Key">Null where the record has none.</param>
/// <param name="Value">Null for a tombstone.</param>
public sealed record RecordDigest(RecordHead Record, PartDigest? Key, PartDigest? Value);

public static partial class RecordBatchReader
{
    private const int StartBytes = 48;
    private const int HashedAtOnce = 8 * 1024;

    /// <summary>Key and value of each record as digests: none is kept whole, however long it is.</summary>
    /// <param name="mostBytes">How much may be unpacked, which takes time.</param>
    public static RecordSearch Digests(RecordBatch batch, int mostBytes, Action<RecordDigest> found) =>
        Walk(
            batch,
            mostBytes,
            (records, bytes) =>
            {
                var head = Head(records.Peek(MostHeadBytes), batch, bytes, out var keyAt, out var keyBytes);
                records.Skip(keyAt);
                var key = Digest(records, keyBytes);
                var (valueBytes, rest) = ValueBytes(records, bytes - keyAt - keyBytes);
                var digest = Digest(records, Math.Max(valueBytes, 0));
                found(new(head, head.HasKey ? key : null, valueBytes < 0 ? null : digest));
                records.Skip(rest - Math.Max(valueBytes, 0));
                return null;
            }
        );

    private static PartDigest Digest(StreamPieces records, int bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var start = records.Peek(Math.Min(bytes, StartBytes)).ToArray();
        for (var left = bytes; left > 0; )
        {
            var piece = records.Peek(Math.Min(left, HashedAtOnce));
            hash.AppendData(piece.Span);
            left -= piece.Length > 0 ? piece.Length : throw new MalformedFrameException("The records end within one.");
            records.Skip(piece.Length);
        }
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), start);
    }
}
