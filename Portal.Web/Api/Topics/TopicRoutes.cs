using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Groups;
using Portal.Web.Api.Kinds;
using Portal.Web.Identity;
using Portal.Web.Live;

namespace Portal.Web.Api.Topics;

/// <summary>Topics: listed, shown, requested to be deleted. Creating and changing them is requested as a change.</summary>
internal static class TopicRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var topics = v1.MapGroup("/topics").WithTags("Topics").ReadsSnapshots();
        topics.MapGet("", List).WithName("listTopics").WithSummary("Topics by cluster and name, filtered by the query");
        topics
            .MapGet("/{cluster}/{name}", Get)
            .Refuses(404)
            .WithName("getTopic")
            .WithSummary("A topic: settings, partitions, drift and who reads it");
        topics
            .MapGet("/{cluster}/{name}/rates", TopicRates.Read)
            .Refuses(404, 422)
            .WithName("getTopicRates")
            .WithSummary("What a topic takes in and what its readers take out, over time");
        topics
            .MapPost("/{cluster}/{name}/deletion", Delete)
            .Writes()
            .Refuses(404)
            .WithName("requestTopicDeletion")
            .WithSummary("Request the deletion of a topic; the plan shows what would be lost");
    }

    private static async Task<Ok<Page<TopicRowDto>>> List(
        string? environment,
        [Description("A cluster's name.")] string? cluster,
        [Description("The owning team's name.")] string? owner,
        [Description("A part of the name.")] string? search,
        [Description("Also what Kafka keeps for itself.")] bool? withInternal,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        TopicReading topics,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var filter = new TopicFilter(environment, cluster, owner, search, withInternal == true);
        var rows = await topics.Page(filter, after, size + 1, stop);
        return TypedResults.Ok(
            Paging.Of(rows, size, topic => topic.Row(), topic => $"{topic.Cluster.Name}/{topic.Name}")
        );
    }

    private static async Task<Results<Ok<TopicDto>, ProblemHttpResult>> Get(
        string cluster,
        string name,
        TopicReading topics,
        GroupCatalogue groups,
        ManagedShelf managed,
        ITopicJobs jobs,
        TimeProvider time,
        CancellationToken stop
    )
    {
        if (await topics.Find(cluster, PathPart.Name(name), stop) is not { } found)
        {
            return NotSeen(cluster, name);
        }

        var now = time.GetUtcNow();
        var owned = await managed.All(stop);
        return TypedResults.Ok(
            new TopicDto(
                found.Row(),
                found.Managed is { } wanted ? TopicSpecDto.Of(wanted.Spec) : null,
                (found.Managed?.Spec.Labels ?? default).Values,
                found.Seen?.TopicId,
                [
                    .. found.Seen?.Configs.Select(c => new ConfigDto(
                        c.Key,
                        c.Value.Value,
                        c.Value.IsDefault,
                        c.Value.ByDefault
                    )) ?? [],
                ],
                [.. found.Seen?.Partitions.Select(p => PartitionDto.Of(p, found.Cluster.Collector.CycleAt, now)) ?? []],
                await topics.Drifts(found, stop),
                [
                    .. (found.Seen?.Readers ?? [])
                        .Select(reader => groups.Find(cluster, reader, owned))
                        .OfType<GroupRow>()
                        .Select(row => GroupRowDto.Of(row, now)),
                ],
                [.. (await jobs.Of(found.Cluster.Id, [found.Name], [], stop))[found.Name].Select(TopicJobDto.Of)]
            )
        );
    }

    private static async Task<Results<Created<ChangeDto>, ProblemHttpResult>> Delete(
        string cluster,
        string name,
        TopicDeletionDto deletion,
        KindApis kinds,
        Me me,
        TopicReading topics,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    )
    {
        if (await topics.Find(cluster, PathPart.Name(name), stop) is not { } found)
        {
            return NotSeen(cluster, name);
        }

        var draft = new ChangeDraft(
            "",
            deletion.Reason,
            found.Managed?.Owner ?? "",
            [new ResourceDraft(TopicKind.Word, ResourceOperation.Delete, cluster, found.Name, null, deletion.TypedName)]
        );
        return await ChangeSubmission.Ask(draft, kinds, me, requests, details, stop);
    }

    internal static ProblemHttpResult NotSeen(string cluster, string name) =>
        Problem.NotFound($"No topic {name} is known on a cluster named {cluster}.");
}
