namespace Portal.Kafka.Messages;

/// <summary>The timestamps with a meaning of their own in <see cref="ListOffsetsRequest"/>.</summary>
public static class OffsetSpec
{
    public const long Latest = -1;
    public const long Earliest = -2;
    public const long OfLargestTimestamp = -3;
}
