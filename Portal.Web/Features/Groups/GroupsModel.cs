using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Wording;

namespace Portal.Web.Features.Groups;

/// <summary>The list of consumer groups at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
/// <param name="At">When the newest of the readings was taken; ages in words count to it.</param>
public sealed record GroupsView(
    IReadOnlyList<GroupRow> Rows,
    IReadOnlyList<GroupRow> All,
    IReadOnlyList<ClusterSnapshot> Clusters,
    DateTimeOffset At
)
{
    public string Summary
    {
        get
        {
            var sick = Rows.Where(row => row.IsUnhealthy)
                .GroupBy(row => row.Group.Status)
                .OrderByDescending(same => same.Key)
                .Select(same => $"{same.Count()} {same.Key.InWords().ToLowerInvariant()}");
            string[] parts = [$"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "group", "groups")}", .. sick];
            return string.Join(" · ", parts);
        }
    }
}

/// <summary>Reads memory only: the snapshots and what is managed.</summary>
public sealed class GroupsModel(
    IClusterHealth health,
    GroupCatalogue catalogue,
    ManagedShelf managed,
    TimeProvider time
) : PageModel<GroupsView>
{
    public async Task Load(GroupQuery query, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var rows = catalogue
            .All(await managed.All(stop))
            .Where(row => query.Environment is null || row.Environment == query.Environment)
            .OrderByDescending(row => row.Group.Lag.Value ?? 0)
            .ToList();
        var clusters = health
            .Current.Values.Where(c => c.HasKafka)
            .Where(c => query.Environment is null || c.Environment == query.Environment)
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        Show(new GroupsView(query.IsFiltered ? [.. rows.Where(query.Takes)] : rows, rows, clusters, time.GetUtcNow()));
    }
}
