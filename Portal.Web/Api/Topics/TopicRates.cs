using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Health;
using Portal.Web.Api.Groups;

namespace Portal.Web.Api.Topics;

/// <summary>A topic's rates over time.</summary>
internal static class TopicRates
{
    public static async Task<Results<Ok<List<RatePointDto>>, ProblemHttpResult>> Read(
        string cluster,
        string name,
        [Description("An hour ago when left out.")] DateTimeOffset? from,
        [Description("Now when left out.")] DateTimeOffset? to,
        [
            Description(
                "At most this many points, 2 to 1000; each is the mean of its step. Of more than six hours ago a reading every five minutes is kept."
            ),
            Range(2, 1000)
        ]
            int? points,
        TopicReading topics,
        IHealthHistory history,
        TimeProvider time,
        CancellationToken stop
    ) =>
        (await topics.Find(cluster, PathPart.Name(name), stop), Span.Read(from, to, points, time.GetUtcNow())) switch
        {
            (null, _) => TopicRoutes.NotSeen(cluster, name),
            (_, Outcome<Window>.Refused(var why)) => Problem.Of(why),
            (var found, Outcome<Window>.Done(var window)) => TypedResults.Ok(
                (await history.Rates(found.Cluster.Id, found.Name, window, stop))
                    .Select(p => new RatePointDto(p.At, p.Produced, p.Consumed))
                    .ToList()
            ),
            _ => throw new InvalidOperationException(),
        };
}
