using Portal.Core.Topics;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>What was seen of a topic, in figures; what wasn't seen is never taken for nothing.</summary>
internal static class EvidenceWords
{
    public static string Goes(GoingAmount? going) =>
        going switch
        {
            { Records: 0 } => "Nothing would go now",
            { Records: { } records, Bytes: { } bytes } =>
                $"≈ {Quantity.Of(records, "message", "messages")} would go, ≈ {Quantity.Bytes(bytes)} on disk",
            { Records: { } records } => $"≈ {Quantity.Of(records, "message", "messages")} would go",
            { Bytes: { } bytes } => $"≈ {Quantity.Bytes(bytes)} would go",
            _ => "Records would go",
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
