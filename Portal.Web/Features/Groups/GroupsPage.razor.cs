using Microsoft.AspNetCore.Components;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;
using Portal.Web.Preferences;

namespace Portal.Web.Features.Groups;

public sealed partial class GroupsPage : FilteredPage<GroupsModel>
{
    [SupplyParameterFromQuery(Name = "team")]
    public string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "is")]
    public string? Is { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override LiveOn LivesOn => LiveOn.Changes | LiveOn.Health;

    private GroupQuery Query => new(Workplace.Environment, Words, List(Team), List(Is), List(Cluster));

    protected override Task Open(CancellationToken stop) => Model.Load(Query, stop);

    private void ClearAll() => Navigation.NavigateTo(Layout.Addresses.Groups);

    private static IReadOnlyList<Filter<string>.Option> Teams(GroupsView view) =>
        [
            .. view
                .All.SelectMany(row => row.Teams)
                .GroupBy(team => team)
                .OrderBy(team => team.Key.Title, StringComparer.Ordinal)
                .Select(team => new Filter<string>.Option(team.Key.Name, team.Key.Title, team.Count())),
        ];

    private static IReadOnlyList<Filter<string>.Option> Health(GroupsView view) =>
        [
            .. GroupQuery.HealthChoices.Select(choice => new Filter<string>.Option(
                choice.Key,
                choice.Words,
                view.All.Count(choice.Is)
            )),
        ];

    private static IReadOnlyList<Filter<string>.Option> Clusters(GroupsView view) =>
        [.. view.Clusters.Select(c => new Filter<string>.Option(c.Name, c.Name, c.Groups.Count))];
}
