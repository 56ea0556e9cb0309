using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Web.Features.Topics;

namespace Portal.Web.Features.Overview;

/// <summary>
/// The topics and jobs of some teams and the groups that read them: what is unhealthy, worst first. Well is what
/// was seen to be well; what isn't known isn't, and what has not enough data yet is neither.
/// </summary>
public sealed record TeamHealth(IReadOnlyList<UnhealthyResource> Unhealthy, int Well, int TooNew)
{
    public int TopicCount { get; private init; }

    public int GroupCount { get; private init; }

    public int JobCount { get; private init; }

    public static TeamHealth Of(
        IReadOnlyList<TopicRow> topics,
        IReadOnlyList<GroupRow> groups,
        IReadOnlyList<JobRow> jobs
    )
    {
        // A group counts as its job, and isn't named beside it; one that is behind under a job that looks well is.
        var ofJobs = Groups(jobs);
        var ofUnhealthy = Groups(jobs.Where(UnhealthyResource.UnhealthyJob.IsUnhealthyItself));
        List<GroupRow> others =
        [
            .. groups.Where(row => !(row.IsUnhealthy ? ofUnhealthy : ofJobs).Contains((row.ClusterId, row.Group.Name))),
        ];
        return new(
            Worst(topics, others, jobs),
            topics.Count(row => row.IsWell)
                + others.Count(row => row.Group.Status == LagStatus.Ok)
                + jobs.Count(row => row is { Status.Health: JobHealth.Stable or JobHealth.Suspended, Drifts: 0 }),
            topics.Count(row => row.IsTooNew)
                + others.Count(row => row.Group.Status == LagStatus.NotEnoughData)
                + jobs.Count(row => row is { Status.Health: JobHealth.Starting, Drifts: 0 })
        )
        {
            TopicCount = topics.Count,
            GroupCount = groups.Count,
            JobCount = jobs.Count,
        };
    }

    private static HashSet<(ClusterId, string)> Groups(IEnumerable<JobRow> jobs) =>
        jobs.SelectMany(job => job.Lag.Select(lag => (lag.ClusterId, lag.Group.Name))).ToHashSet();

    private static IReadOnlyList<UnhealthyResource> Worst(
        IEnumerable<TopicRow> topics,
        IEnumerable<GroupRow> groups,
        IEnumerable<JobRow> jobs
    ) =>
        [
            .. groups
                .Where(row => row.IsUnhealthy)
                .Select(row => (UnhealthyResource)new UnhealthyResource.UnhealthyGroup(row))
                .Concat(topics.Select(UnhealthyResource.Of).OfType<UnhealthyResource>())
                .Concat(
                    jobs.Where(UnhealthyResource.UnhealthyJob.Takes)
                        .Select(row => new UnhealthyResource.UnhealthyJob(row))
                )
                .OrderByDescending(resource => resource.Severity)
                .ThenByDescending(resource =>
                    resource is UnhealthyResource.UnhealthyGroup(var row) ? row.Group.Lag.Value ?? 0 : 0
                ),
        ];
}
