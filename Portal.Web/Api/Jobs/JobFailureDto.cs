using System.ComponentModel;
using Portal.Core.Jobs.Failures;

namespace Portal.Web.Api.Jobs;

/// <summary>One exception of a job, however often it came.</summary>
public sealed record JobFailureDto(
    [property: Description("The class of its root cause; empty where that isn't known.")] string Class,
    [property: Description("The first line of its root cause.")] string Words,
    [property: Description("What to do about it; null where the portal has no advice.")] string? Remedy,
    [property: Description("Where it was seen last; null when the job as a whole failed.")] string? Task,
    [property: Description("How often it was seen; of a job that fails many times a minute, at least so often.")]
        int Times,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    [property: Description("The run it was seen in last, by its id in Flink.")] string JobId,
    [property: Description("The change whose application began last before it came first; null when none did.")]
        AppliedChangeDto? ChangeBefore
)
{
    public static JobFailureDto Of(JobFailure failure) =>
        new(
            failure.Exception.Class,
            failure.Exception.Words,
            DecodingFailure.Remedy(failure.Exception.Words),
            failure.Exception.Task,
            failure.Exception.Times,
            failure.Exception.FirstAt,
            failure.Exception.LastAt,
            failure.Exception.JobId,
            failure.Before is { } change ? AppliedChangeDto.Of(change) : null
        );
}

/// <summary>A change that was applied to a job.</summary>
public sealed record AppliedChangeDto(
    long Id,
    string Title,
    [property: Description("When its application began, or what it did to the job was sent.")] DateTimeOffset At
)
{
    public static AppliedChangeDto Of(AppliedChange change) => new(change.Id.Value, change.Title, change.At);
}
