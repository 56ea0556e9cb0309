using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Web.Live;

namespace Portal.Web.Api.Groups;

/// <summary>One moment of a group's past. Null is a gap: there was no answer.</summary>
public sealed record LagPointDto(DateTimeOffset At, LagDto Lag, LagStatus Status);

/// <summary>Consumer groups and their lag, now and over time. Out of the newest snapshots; no request waits for a cluster.</summary>
internal static class GroupRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var groups = v1.MapGroup("/groups").WithTags("Consumer groups").ReadsSnapshots();
        groups
            .MapGet("", List)
            .Refuses(422)
            .WithName("listGroups")
            .WithSummary("Consumer groups by cluster and name, filtered by the query");
        groups
            .MapGet("/{cluster}/{name}", Get)
            .Refuses(404)
            .WithName("getGroup")
            .WithSummary("A consumer group with its lag on each partition, worst first");
        groups
            .MapGet("/{cluster}/{name}/lag", Lag)
            .Refuses(404, 422)
            .WithName("getLagHistory")
            .WithSummary("A group's lag over time: all its partitions, those of a topic, or one");
    }

    private static async Task<Results<Ok<Page<GroupRowDto>>, ProblemHttpResult>> List(
        [AsParameters] GroupSearch search,
        GroupCatalogue groups,
        ManagedShelf managed,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var read = search.Read();
        if (read is Outcome<GroupFilter>.Refused(var why))
        {
            return Problem.Of(why);
        }

        var filter = ((Outcome<GroupFilter>.Done)read).Value;
        var now = time.GetUtcNow();
        var size = Paging.Size(search.Limit);
        var rows = groups
            .All(await managed.All(stop))
            .Where(filter.Lets)
            .Where(row => search.After is null || string.CompareOrdinal(row.Key, search.After) > 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Take(size + 1)
            .ToList();
        return TypedResults.Ok(Paging.Of(rows, size, row => GroupRowDto.Of(row, now), row => row.Key));
    }

    private static async Task<Results<Ok<GroupDto>, ProblemHttpResult>> Get(
        string cluster,
        string name,
        GroupCatalogue groups,
        ManagedShelf managed,
        TimeProvider time,
        CancellationToken stop
    ) =>
        groups.Find(cluster, PathPart.Name(name), await managed.All(stop)) is { } row
            ? TypedResults.Ok(GroupDto.Of(row, time.GetUtcNow()))
            : NotSeen(cluster, name);

    private static async Task<Results<Ok<List<LagPointDto>>, ProblemHttpResult>> Lag(
        string cluster,
        string name,
        [Description("An hour ago when left out.")] DateTimeOffset? from,
        [Description("Now when left out.")] DateTimeOffset? to,
        [Description("At most this many points, 2 to 1000; the worst of each step is kept."), Range(2, 1000)]
            int? points,
        string? topic,
        [Description("With its topic."), Range(0, int.MaxValue)] int? partition,
        GroupCatalogue groups,
        ManagedShelf managed,
        IHealthHistory history,
        TimeProvider time,
        CancellationToken stop
    )
    {
        if (groups.Find(cluster, PathPart.Name(name), await managed.All(stop)) is not { } row)
        {
            return NotSeen(cluster, name);
        }

        if (partition < 0 || (partition is not null && string.IsNullOrEmpty(topic)))
        {
            return Problem.Of(
                Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["partition"] = partition < 0 ? "Must be 0 or more." : "Name its topic too.",
                    }
                )
            );
        }

        return Span.Read(from, to, points, time.GetUtcNow()) switch
        {
            Outcome<Window>.Done(var window) => TypedResults.Ok(
                (await history.Lag(new LagOf(row.ClusterId, row.Group.Name, topic, partition), window, stop))
                    .Select(p => new LagPointDto(p.At, LagDto.Of(p.Lag, p.Behind), p.Status))
                    .ToList()
            ),
            Outcome<Window>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };
    }

    private static ProblemHttpResult NotSeen(string cluster, string name) =>
        Problem.NotFound($"No consumer group {name} was seen on a cluster named {cluster}.");
}
