using Microsoft.AspNetCore.Components;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas;

public sealed partial class SchemasPage : FilteredPage<SchemasModel>
{
    [SupplyParameterFromQuery(Name = "team")]
    public string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    public string? Type { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    public string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override LiveOn LivesOn => LiveOn.Changes | LiveOn.Seen | LiveOn.Time;

    private SchemaQuery Query => new(Workplace.Environment, Words, List(Team), List(Type), List(Level));

    protected override Task Open(CancellationToken stop) => Model.Load(Query, stop);

    private void ClearAll() => Navigation.NavigateTo(Layout.Addresses.Schemas);

    private static IReadOnlyList<Filter<string>.Option> Teams(SchemasView view) =>
        [
            .. view
                .All.Where(row => row.Owner is not null)
                .GroupBy(row => row.Owner!, StringComparer.Ordinal)
                .OrderBy(team => team.Key, StringComparer.Ordinal)
                .Select(team => new Filter<string>.Option(team.Key, team.First().OwnerTitle!, team.Count())),
        ];

    private static IReadOnlyList<Filter<string>.Option> Types(SchemasView view) =>
        [
            .. view
                .All.Where(row => row.Type is not null)
                .GroupBy(row => row.Type!.Value)
                .OrderBy(type => type.Key)
                .Select(type => new Filter<string>.Option(type.Key.Word(), type.Key.Title(), type.Count())),
        ];

    private static IReadOnlyList<Filter<string>.Option> Levels(SchemasView view) =>
        [
            .. view
                .All.Select(view.Level)
                .OfType<CompatibilityLevel>()
                .GroupBy(level => level)
                .OrderBy(level => level.Key)
                .Select(level => new Filter<string>.Option(level.Key.Word(), level.Key.Word(), level.Count())),
        ];
}
