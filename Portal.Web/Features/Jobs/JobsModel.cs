using Portal.Core.Jobs;
using Portal.Core.Wording;
using Portal.Web.Live;
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
/// <param name="Downgraded">Of these, those that came to run an earlier version than before.</param>
public sealed record JobsView(
    IReadOnlyList<JobRow> Rows,
    IReadOnlyList<JobRow> All,
    IReadOnlyList<FlinkRow> Flinks,
    IReadOnlyList<FlinkRow> Downgraded
)
{
    /// <summary>One of the Flinks has a SQL Gateway; the others start JARs.</summary>
    public bool StartsSql => Flinks.Any(flink => flink.Gateway is not null);

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

/// <summary>Jobs as the store and the newest readings of Kafka have them; a page view never asks a Flink.</summary>
public sealed class JobsModel(JobShelf jobs, TimeProvider time) : PageModel<JobsView>
{
    // Long enough for whoever looks after it to come by; each plan that it matters to has a check.
    private static readonly TimeSpan Shown = TimeSpan.FromDays(7);
    private bool _isOpen;

    public async Task Load(JobQuery query, CancellationToken stop)
    {
        var read = await jobs.All(isOpening: !_isOpen, stop);
        _isOpen = true;
        var now = time.GetUtcNow();
        List<JobRow> all = [.. read.All.Where(row => IsIn(row.Environment))];
        List<FlinkRow> flinks = [.. read.Flinks.Where(flink => IsIn(flink.Environment))];
        Show(
            new JobsView(
                [.. all.Where(query.Takes)],
                all,
                flinks,
                [
                    .. flinks.Where(f =>
                        f.Reading?.VersionChange is { IsDowngrade: true } change && now - change.Since < Shown
                    ),
                ]
            )
        );

        bool IsIn(string environment) => query.Environment is null || query.Environment == environment;
    }
}
