using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

public sealed partial class JobsPage : FilteredPage<JobsModel>
{
    [SupplyParameterFromQuery(Name = "team")]
    public string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override LiveOn LivesOn => LiveOn.Changes | LiveOn.Health | LiveOn.Jobs;

    private JobQuery Query => new(Workplace.Environment, Words, List(Team), List(Status), List(Cluster));

    protected override Task Open(CancellationToken stop) => Model.Load(Query, stop);

    private void ClearAll() => Navigation.NavigateTo(Layout.Addresses.Jobs);

    private static IReadOnlyList<Filter<string>.Option> Teams(JobsView view) =>
        [
            .. view
                .All.Where(row => row.Owner is not null)
                .GroupBy(row => row.Owner!, StringComparer.Ordinal)
                .OrderBy(team => team.Key, StringComparer.Ordinal)
                .Select(team => new Filter<string>.Option(team.Key, team.First().OwnerTitle!, team.Count())),
        ];

    private static IReadOnlyList<Filter<string>.Option> Healths(JobsView view) =>
        [
            .. view
                .All.GroupBy(row => row.Status.Health)
                .OrderByDescending(health => health.Key)
                .Select(health => new Filter<string>.Option(
                    JobWords.Word(health.Key),
                    health.Key.Word(),
                    health.Count()
                )),
        ];

    private static IReadOnlyList<Filter<string>.Option> Clusters(JobsView view) =>
        [
            .. view.Flinks.Select(flink => new Filter<string>.Option(
                flink.Cluster,
                flink.Cluster,
                view.All.Count(row => row.Cluster == flink.Cluster)
            )),
        ];
}
