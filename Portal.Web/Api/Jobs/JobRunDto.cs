using System.ComponentModel;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Operators;
using Portal.Core.Resources;

namespace Portal.Web.Api.Jobs;

/// <summary>One run of a job.</summary>
public sealed record JobRunDto(
    string JobId,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    [property: Description(
        "The savepoint or checkpoint it was started from; null when from none, and where that isn't known because it had restarted before it was first seen."
    )]
        string? RestoredFrom,
    [property: Description(
        "The fields in which it differs from the run before, its schema versions among them; null where one of the two isn't known, and of the first."
    )]
        IReadOnlyList<RunChangeDto>? Changed,
    [property: Description(
        "Records that its sources take from their topics; null until two readings exist, and where a connector doesn't count them."
    )]
        double? ReadPerSecond,
    [property: Description(
        "Records that its sinks give to their topics; null until two readings exist, and where a connector doesn't count them."
    )]
        double? WrittenPerSecond,
    int CompletedCheckpoints,
    int FailedCheckpoints,
    [property: Description("Newest first.")] IReadOnlyList<JobCheckpointDto> Checkpoints,
    IReadOnlyList<JobOperatorDto> Operators,
    [property: Description("Newest first.")] IReadOnlyList<JobExceptionDto> Exceptions,
    DateTimeOffset SeenAt
)
{
    public static JobRunDto Of(SeenJob run, IReadOnlyList<FieldMove>? changed) =>
        new(
            run.JobId,
            run.Status,
            run.StartedAt,
            run.EndedAt,
            run.Facts.RestoredFrom,
            changed is null ? null : [.. changed.Select(move => new RunChangeDto(move.Field, move.Before, move.After))],
            run.Facts.ReadPerSecond(),
            run.Facts.WrittenPerSecond(),
            run.Facts.Completed,
            run.Facts.Failed,
            [
                .. run.Facts.Checkpoints.Select(c => new JobCheckpointDto(
                    c.Id,
                    c.At,
                    c.Took?.TotalSeconds,
                    c.Bytes,
                    c.IsSavepoint,
                    c.Status,
                    c.Failure
                )),
            ],
            [
                .. run.Facts.Operators.Select(o => new JobOperatorDto(
                    o.Id,
                    o.Name,
                    o.Parallelism,
                    o.Status,
                    o.Inputs,
                    o.Busy,
                    o.BackPressured,
                    o.CountsIn() ? o.ReadPerSecond : null,
                    run.Facts.CountsOut(o) ? o.WrittenPerSecond : null,
                    run.Watermarks?.Of.GetValueOrDefault(o.Id),
                    run.Watermarks?.At,
                    run.Watermarks is { } read && read.LateRows.TryGetValue(o.Id, out var late) ? late : null
                )),
            ],
            [.. run.Facts.Exceptions.Select(e => new JobExceptionDto(e.At, e.Words, e.Task))],
            run.SeenAt
        );
}

/// <summary>A field in which a run differs from the run before.</summary>
public sealed record RunChangeDto(
    string Field,
    [property: Description("Null where it wasn't set.")] string? Before,
    [property: Description("Null where it isn't set.")] string? After
);

public sealed record JobCheckpointDto(
    long Id,
    [property: Description("When it was triggered, by Flink's clock.")] DateTimeOffset At,
    [property: Description("Null while it is in progress.")] double? Seconds,
    [property: Description("The state's whole size; null while it is in progress.")] long? Bytes,
    bool IsSavepoint,
    string Status,
    [property: Description("Why it failed; null when it didn't.")] string? Failure
);

public sealed record JobOperatorDto(
    string Id,
    string Name,
    int Parallelism,
    string Status,
    [property: Description("The operators that feed it, by id.")] IReadOnlyList<string> Inputs,
    [property: Description("The share of time its subtasks worked, 0 to 1; null until two readings exist.")]
        double? Busy,
    [property: Description(
        "The share of time its subtasks waited for those after them, 0 to 1; null until two readings exist."
    )]
        double? BackPressured,
    [property: Description(
        "Records; null until two readings exist, and where it takes from a connector that doesn't count them."
    )]
        double? ReadPerSecond,
    [property: Description(
        "Records; null until two readings exist, and where it gives to a connector that doesn't count them."
    )]
        double? WrittenPerSecond,
    [property: Description(
        "Its event time: the least of its subtasks, and where some have none the furthest; null where it sent no watermark yet, or that isn't known."
    )]
        DateTimeOffset? Watermark,
    [property: Description("When its watermark was read; null: not yet.")] DateTimeOffset? WatermarkReadAt,
    [property: Description(
        "Rows that it dropped since it last started because they came behind its watermark; where rows are added up before it, the sums count, so it is the least. Null where it counts none, or that isn't known."
    )]
        long? LateRowsDropped
);

public sealed record JobExceptionDto(
    DateTimeOffset At,
    [property: Description("Its root cause.")] string Words,
    [property: Description("Null when the job as a whole failed.")] string? Task
);
