using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

public sealed partial class AccessListPage : FilteredPage<AccessListModel>
{
    private const string Soon = "soon";

    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "team")]
    public string? Team { get; set; }

    [SupplyParameterFromQuery(Name = "principal")]
    public string? Principal { get; set; }

    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "expires")]
    public string? Expires { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? Sort { get; set; }

    protected override LiveOn LivesOn => LiveOn.Changes | LiveOn.Seen;

    private AccessQuery Query =>
        new(
            Workplace.Environment,
            Words,
            List(Team),
            List(Principal),
            List(Mode),
            List(Expires).Contains(Soon, StringComparer.Ordinal)
        );

    protected override Task Open(CancellationToken stop) => Model.Load(Query, stop);

    private void ClearAll() => Navigation.NavigateTo(Layout.Addresses.Access);

    private static IReadOnlyList<Tabs.Tab> TabsOf(AccessView view) =>
        [new("grants", "Grants", view.All.Count), new("unmanaged", "Unmanaged ACLs", view.Unmanaged.Count)];

    private static IReadOnlyList<Filter<string>.Option> Teams(AccessView view) =>
        Options(view, row => row.Owner, row => row.OwnerTitle);

    private static IReadOnlyList<Filter<string>.Option> Principals(AccessView view) =>
        Options(view, row => row.Spec.Principal, row => row.Spec.Principal);

    private static IReadOnlyList<Filter<string>.Option> Modes(AccessView view) =>
        Options(view, row => $"{row.Spec.Mode}", row => row.Spec.Mode.Title());

    private static IReadOnlyList<Filter<string>.Option> Expiries(AccessView view) =>
        [new(Soon, "Within 14\u00A0days", view.All.Count(row => row.ExpiresSoon(view.Now)))];

    private static IReadOnlyList<Filter<string>.Option> Options(
        AccessView view,
        Func<AccessRow, string> value,
        Func<AccessRow, string> words
    ) =>
        [
            .. view
                .All.GroupBy(value, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Filter<string>.Option(group.Key, words(group.First()), group.Count())),
        ];
}
