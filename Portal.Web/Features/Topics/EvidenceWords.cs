using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Wording;

namespace Portal.Web.Features.Topics;

/// <summary>What was seen of a topic, in figures; what wasn't seen is never taken for nothing.</summary>
internal static class EvidenceWords
{
    public static string Loss(ConfigMove move, DataLossEstimate? loss) =>
        CompactionDelay.Removes(move.Name) is { } removed ? $"Compaction may remove {removed}" : Loss(loss);

    private static string Loss(DataLossEstimate? loss) =>
        loss switch
        {
            { Records: 0 } => "No data is deleted now",
            { Records: { } records, Bytes: { } bytes } =>
                $"≈ {Quantity.Of(records, "message", "messages")} deleted, ≈ {Quantity.Bytes(bytes)} on disk",
            { Records: { } records } => $"≈ {Quantity.Of(records, "message", "messages")} deleted",
            { Bytes: { } bytes } => $"≈ {Quantity.Bytes(bytes)} deleted",
            _ => "Records are deleted",
        };

    public static string? Holds(TopicEvidence? seen) =>
        seen switch
        {
            null => "What it holds could not be seen",
            { Records: { } records, Bytes: { } bytes } =>
                $"It holds {Quantity.Of(records, "message", "messages")}, {Quantity.Bytes(bytes)} on disk",
            { Records: { } records } => $"It holds {Quantity.Of(records, "message", "messages")}",
            _ => "What it holds is unknown",
        };
}
