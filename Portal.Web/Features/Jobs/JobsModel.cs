using Portal.Core.Jobs;
using Portal.Core.Wording;
using Portal.Web.Pages;

namespace Portal.Web.Features.Jobs;

/// <summary>What the list's address asks for. Empty lists narrow nothing.</summary>
public sealed record JobQuery(
    string? Environment,
    string? Words,
    IReadOnlyCollection<string> Teams,
    IReadOnlyCollection<string> Healths,
    IReadOnlyCollection<string> Clusters
)
{
    public bool IsFiltered => Words is { Length: > 0 } || Teams.Count + Healths.Count + Clusters.Count > 0;

    public bool Takes(JobRow row) =>
        (Teams.Count == 0 || Teams.Contains(row.Owner ?? "", StringComparer.Ordinal))
        && (Healths.Count == 0 || Healths.Contains(JobWords.Word(row.Status.Health), StringComparer.Ordinal))
        && (Clusters.Count == 0 || Clusters.Contains(row.Cluster, StringComparer.Ordinal))
        && (
            Words is not { Length: > 0 }
            || row.Name.Contains(Words, StringComparison.OrdinalIgnoreCase)
            || row.OwnerTitle?.Contains(Words, StringComparison.OrdinalIgnoreCase) == true
        );
}

/// <summary>The jobs at one moment.</summary>
/// <param name="All">Everything in the environment, before the filters.</param>
/// <param name="Flinks">Those of the environment.</param>
public sealed record JobsView(IReadOnlyList<JobRow> Rows, IReadOnlyList<JobRow> All, IReadOnlyList<FlinkRow> Flinks)
{
    public string Summary =>
        string.Join(
            " · ",
            new[]
            {
                $"{Quantity.Count(Rows.Count)} of {Quantity.Of(All.Count, "job", "jobs")}",
                Rows.Count(row => row.Status.Health >= JobHealth.BackPressured) is > 0 and var sick
                    ? $"{sick} unhealthy"
                    : "",
            }.Where(part => part.Length > 0)
        );
}

/// <summary>Jobs out of the store; a page view never asks a Flink.</summary>
public sealed class JobsModel(JobCatalogue jobs) : PageModel<JobsView>
{
    public async Task Load(JobQuery query, CancellationToken stop)
    {
        var all = await jobs.All(query.Environment, stop);
        var flinks = await jobs.Flinks(stop);
        Show(
            new JobsView(
                [.. all.Where(query.Takes)],
                all,
                [.. flinks.Where(f => query.Environment is null || f.Environment == query.Environment)]
            )
        );
    }
}
