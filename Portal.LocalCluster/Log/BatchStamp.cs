using System.Buffers.Binary;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>What a broker writes into a batch. Offset and epoch lie outside the CRC; a time of arrival lies inside, so it is made anew.</summary>
public static class BatchStamp
{
    private const int EpochAt = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;
    private const int MaxTimestampAt = 35;
    private const short AppendTime = 0x08;

    /// <param name="appendTime">Unix milliseconds, or -1 to leave the producer's timestamps.</param>
    public static void Write(Span<byte> batch, long baseOffset, int leaderEpoch, long appendTime)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[EpochAt..], leaderEpoch);
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]);
        if (appendTime < 0 && (attributes & AppendTime) == 0)
        {
            return;
        }

        if (appendTime < 0)
        {
            attributes &= ~AppendTime;
        }
        else
        {
            attributes |= AppendTime;
            BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], appendTime);
        }

        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], attributes);
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Of(batch[BatchHeader.CrcCovers..]));
    }
}
