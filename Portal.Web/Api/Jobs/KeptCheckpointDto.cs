using System.ComponentModel;
using System.Globalization;
using Portal.Core.Jobs.Checkpoints;

namespace Portal.Web.Api.Jobs;

/// <summary>A checkpoint or savepoint that is over, kept after Flink has dropped it.</summary>
public sealed record KeptCheckpointDto(
    [property: Description("The run's id in Flink.")] string JobId,
    [property: Description("Flink's number of it.")] long Number,
    [property: Description("When it was triggered, by Flink's clock.")] DateTimeOffset At,
    [property: Description("How long it took; null when not known.")] double? Seconds,
    [property: Description("The state's whole size; null when not known.")] long? Bytes,
    bool IsSavepoint,
    [property: Description("COMPLETED or FAILED.")] string Status,
    [property: Description("Why it failed; null when it didn't.")] string? Failure
)
{
    public static KeptCheckpointDto Of(KeptCheckpoint kept) =>
        new(
            kept.JobId,
            kept.Number,
            kept.At,
            kept.Took?.TotalSeconds,
            kept.Bytes,
            kept.IsSavepoint,
            kept.Status,
            kept.Failure
        );

    /// <summary>In the order of time.</summary>
    internal static string Key(KeptCheckpoint kept) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.At.ToUnixTimeMilliseconds():D15}/{kept.JobId}/{kept.Number:D12}"
        );
}

/// <summary>What would be lost or repeated if a job that runs stopped now, without a savepoint.</summary>
public sealed record StopCostDto(
    [property: Description("A sentence.")] string Words,
    [property: Description(
        "Who would see records twice: only consumers of uncommitted records, or whoever reads its output."
    )]
        StopRepeats Repeats,
    [property: Description(
        "Records would never be read, or not again though their results are taken back; null when that isn't known."
    )]
        bool? LosesRecords,
    [property: Description("When the checkpoint was triggered that it would go on from; null when there is none.")]
        DateTimeOffset? CheckpointAt,
    [property: Description("Records read since then, at most; null when not known.")] long? Records
)
{
    public static StopCostDto Of(StopCost cost) => new(cost.Words, cost.Repeats, cost.Loses, cost.Since, cost.Records);
}
