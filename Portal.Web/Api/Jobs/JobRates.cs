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
        [Description("At most this many points, 2 to 1000."), Range(2, 1000)] int? points,
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
                    await history.Of(found, name, window, stop),
                    await history.Restarts(found, name, window, stop)
                )
            ),
            _ => throw new InvalidOperationException(),
        };
}

/// <summary>Between this reading and the one before. Null: not known.</summary>
/// <param name="Busy">The share of time in which the busiest operator worked, 0 to 1.</param>
/// <param name="BackPressured">The share of time in which the operator that was held back most waited, 0 to 1.</param>
/// <param name="Restarted">It restarted since the reading before.</param>
public sealed record JobPointDto(
    DateTimeOffset At,
    double? ReadPerSecond,
    double? WrittenPerSecond,
    double? Busy,
    double? BackPressured,
    bool Restarted
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
