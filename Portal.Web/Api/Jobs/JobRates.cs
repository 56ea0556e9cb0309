using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.History;

namespace Portal.Web.Api.Jobs;

/// <summary>How a job ran over time.</summary>
internal static class JobRates
{
    public static async Task<Results<Ok<List<JobPointDto>>, ProblemHttpResult>> Read(
        string cluster,
        string name,
        [Description("An hour ago when left out.")] DateTimeOffset? from,
        [Description("Now when left out.")] DateTimeOffset? to,
        [
            Description(
                "At most this many points, 2 to 1000. Several readings of a step are one point: rates are their mean, shares of time the highest."
            ),
            Range(2, 1000)
        ]
            int? points,
        JobLookup jobs,
        JobHistory history,
        TimeProvider time,
        CancellationToken stop
    ) =>
        (await jobs.Find(cluster, name, stop), Span.Read(from, to, points, time.GetUtcNow())) switch
        {
            (null, _) => JobRoutes.NotKnown(cluster, name),
            (_, Outcome<Window>.Refused(var why)) => Problem.Of(why),
            ({ } found, Outcome<Window>.Done(var window)) => TypedResults.Ok(
                JobPointDto.Of(
                    (await history.Of(found, name, window, stop)).Points,
                    await history.Restarts(found, name, window, stop)
                )
            ),
            _ => throw new InvalidOperationException(),
        };
}

/// <summary>How it ran in one step: a reading, or several. Null: not known.</summary>
public sealed record JobPointDto(
    [property: Description("When the last reading of the step was.")] DateTimeOffset At,
    [property: Description("Records that its sources read: the mean over the time of the step that is known.")]
        double? ReadPerSecond,
    [property: Description("Records that went into its sinks: the mean over the time of the step that is known.")]
        double? WrittenPerSecond,
    [property: Description("The share of time in which the busiest operator worked, 0 to 1: the highest of the step.")]
        double? Busy,
    [property: Description(
        "The share of time in which the operator that was held back most waited, 0 to 1: the highest of the step."
    )]
        double? BackPressured,
    [property: Description("It restarted since the point before.")] bool Restarted
)
{
    /// <param name="restarts">When it restarted, oldest first.</param>
    internal static List<JobPointDto> Of(IReadOnlyList<JobPoint> points, IReadOnlyList<DateTimeOffset> restarts)
    {
        var told = new List<JobPointDto>(points.Count);
        var next = 0;
        foreach (var point in points)
        {
            var first = next;
            while (next < restarts.Count && restarts[next] <= point.At)
            {
                next++;
            }

            told.Add(
                new(
                    point.At,
                    point.ReadPerSecond,
                    point.WrittenPerSecond,
                    point.Busy,
                    point.BackPressured,
                    next > first
                )
            );
        }

        return told;
    }
}
