using Microsoft.AspNetCore.Components;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Topics;

public sealed partial class TopicsPage : FilteredPage<TopicsModel>
{
    [SupplyParameterFromQuery(Name = "team")]
    public string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "is")]
    public string? Is { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "internal")]
    public string? Internal { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override LiveOn LivesOn => LiveOn.Changes | LiveOn.Health;

    private TopicQuery Query =>
        new(Workplace.Environment, Words, List(Team), List(Is), List(Cluster), Internal == "yes");

    protected override Task Open(CancellationToken stop) => Model.Load(Query, stop);

    private void ClearAll() => Navigation.NavigateTo(Layout.Addresses.Topics);

    private static IReadOnlyList<Filter<string>.Option> Teams(TopicsView view) =>
        [
            .. view
                .All.Where(row => row.Managed is not null)
                .GroupBy(row => row.Owner, StringComparer.Ordinal)
                .OrderBy(team => team.Key, StringComparer.Ordinal)
                .Select(team => new Filter<string>.Option(team.Key, team.First().Managed!.OwnerTitle, team.Count())),
        ];

    private static IReadOnlyList<Filter<string>.Option> Health(TopicsView view) =>
        [
            .. TopicQuery.HealthChoices.Select(choice => new Filter<string>.Option(
                choice.Key,
                choice.Words,
                view.All.Count(choice.Is)
            )),
        ];

    internal static IReadOnlyList<Filter<string>.Option> Clusters(TopicsView view)
    {
        var shown = view.All.CountBy(row => row.Cluster.Name, StringComparer.Ordinal).ToDictionary();
        return
        [
            .. view.Clusters.Select(cluster => new Filter<string>.Option(
                cluster.Name,
                cluster.Name,
                shown.GetValueOrDefault(cluster.Name)
            )),
        ];
    }
}
