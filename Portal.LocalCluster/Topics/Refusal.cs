using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Why something asked for can't be, for the client's program and for the person who reads its log.</summary>
public sealed record Refusal(ErrorCode Error, string Words)
{
    public static readonly Refusal OverQuota = new(
        ErrorCode.ThrottlingQuotaExceeded,
        "The throttling quota has been exceeded."
    );
}
