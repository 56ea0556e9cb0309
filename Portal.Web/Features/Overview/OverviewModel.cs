using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Features.Topics;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Overview;

/// <summary>What somebody has to know first: what waits for them, what is unhealthy, what goes on, what happened.</summary>
/// <param name="Waiting">The oldest of what waits for me.</param>
/// <param name="WaitingInAll">How many wait for me, shown here or not.</param>
/// <param name="Changed">What touched last what the unhealthy depend on.</param>
/// <param name="Ending">Access of mine, or to data of mine, that ends soon.</param>
/// <param name="Reviews">Access reviews that wait for my answer.</param>
public sealed record OverviewView(
    IReadOnlyList<MyTeam> Teams,
    IReadOnlyList<ChangeRow> Waiting,
    int WaitingInAll,
    TeamHealth Health,
    LastChanges Changed,
    IReadOnlyList<ChangeRow> Mine,
    IReadOnlyList<ChangeRow> Recent,
    IReadOnlyList<AccessRow> Ending,
    IReadOnlyList<ReviewToAnswer> Reviews,
    DateTimeOffset At
)
{
    /// <summary>The change that acted last on what an unhealthy resource depends on; null: there was none. How a topic itself is, no grant is the cause of.</summary>
    public ResourceChange? LastChange(UnhealthyResource resource) =>
        resource
            .DependsOn.Select(on => Changed.Itself.GetValueOrDefault(on))
            .Concat(
                resource is UnhealthyResource.UnhealthyTopic
                    ? []
                    : resource.DependsOn.Select(on => Changed.Grants.GetValueOrDefault(on))
            )
            .MaxBy(change => change?.LastActAt);
}

/// <summary>A team of mine.</summary>
public readonly record struct MyTeam(string Name, string Title);

/// <summary>Health out of memory, changes and jobs out of the store: a few queries, however much there is, and for a reading of a cluster those of jobs alone.</summary>
public sealed class OverviewModel(
    Me me,
    IClusterHealth health,
    TopicRows topics,
    ManagedShelf managed,
    GroupCatalogue groups,
    ResourceChanges resourceChanges,
    ChangeInbox inbox,
    ChangeList changes,
    JobCatalogue jobs,
    EndingAccess ending,
    AccessReviewReading reviews,
    TeamDirectory teams,
    Liveness live,
    TimeProvider time
) : PageModel<OverviewView>
{
    private readonly OverviewRows _rows = new(me, inbox, changes, resourceChanges, ending, reviews, teams, live, time);

    public async Task Load(string? environment, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var stored = await _rows.Read(environment, stop);
        var shelf = await managed.All(stop);
        var seen = Health(
            environment,
            stored.Teams,
            shelf,
            await jobs.OfTeams(environment, [.. stored.Teams.Select(team => team.Id)], stop)
        );
        Show(
            new OverviewView(
                [.. stored.Teams.Select(team => new MyTeam(team.Name, team.Title))],
                stored.Waiting,
                stored.WaitingInAll,
                seen,
                await _rows.Changed(stored, seen.Unhealthy.SelectMany(resource => resource.DependsOn), stop),
                stored.Mine,
                stored.Recent,
                stored.Ending,
                stored.Reviews,
                time.GetUtcNow()
            )
        );
    }

    private TeamHealth Health(
        string? environment,
        IEnumerable<Portal.Core.Teams.Team> mine,
        IReadOnlyDictionary<(ClusterId, string), ManagedTopic> shelf,
        IReadOnlyList<JobRow> teamJobs
    )
    {
        var names = mine.Select(team => team.Name).ToHashSet(StringComparer.Ordinal);
        return TeamHealth.Of(
            [
                .. topics
                    .All(shelf)
                    .Where(row => environment is null || row.Cluster.Environment == environment)
                    .Where(row => row.Managed is { } owned && names.Contains(owned.Owner)),
            ],
            [
                .. groups
                    .All(shelf)
                    .Where(row => environment is null || row.Environment == environment)
                    .Where(row => row.Teams.Any(team => names.Contains(team.Name))),
            ],
            teamJobs
        );
    }
}
