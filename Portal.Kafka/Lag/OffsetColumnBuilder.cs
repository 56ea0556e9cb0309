using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>Puts what the leaders said into one column; what nobody said stays unknown, with the reason.</summary>
internal static class OffsetColumnBuilder
{
    public static OffsetColumn Build(TopicColumns topics, IEnumerable<LedOffsets?> answers)
    {
        var offsets = new long[topics.PartitionCount];
        Array.Fill(offsets, -1);
        var errors = Array.ConvertAll(
            topics.Leaders,
            leader => leader < 0 ? ErrorCode.LeaderNotAvailable : ErrorCode.NetworkException
        );
        foreach (var answer in answers)
        {
            for (var i = 0; i < (answer?.Ordinals.Count ?? 0); i++)
            {
                var ordinal = answer!.Ordinals[i];
                offsets[ordinal] = answer.Offsets[i];
                errors[ordinal] = answer.Errors[i];
            }
        }
        return new OffsetColumn(offsets, errors);
    }
}
