using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Why something asked for can't be, for the client's program and for the person who reads its log.</summary>
/// <param name="Words">Null where there is nothing to say beside the code, which clients have words for.</param>
public sealed record Refusal(ErrorCode Error, string? Words)
{
    public static readonly Refusal OverQuota = new(ErrorCode.ThrottlingQuotaExceeded, Words: null);
}
