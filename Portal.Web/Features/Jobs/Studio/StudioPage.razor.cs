using Microsoft.AspNetCore.Components;
using Portal.Core;
using Portal.Web.Layout;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Jobs.Studio;

public partial class StudioPage : DraftPage<StudioModel>
{
    private StudioStart? _opened;
    private bool _isChecked;

    [SupplyParameterFromQuery(Name = "draft")]
    public long? Draft { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "topic")]
    public string? Topic { get; set; }

    protected override LiveOn LivesOn => LiveOn.Health;

    protected override bool IsOfAllClusters => false;

    protected override string? DraftAddress =>
        Model.Value?.Request.Saved?.Id is { } draft ? Addresses.Draft(Addresses.Studio, draft) : null;

    private StudioStart What => new(Draft is { } draft ? new DraftId(draft) : null, Cluster, Topic);

    // The browser's address names the draft as soon as there is one: going back to it leads to the draft that is open here.
    private bool IsOpened =>
        _opened == What
        || (
            _opened is { } opened
            && Model.Value?.Request.Saved?.Id is { } saved
            && opened with { Draft = saved } == What
        );

    // What somebody has typed outlives every other change of the address.
    protected override Task Open(CancellationToken stop)
    {
        if (IsOpened && Model.State is not ViewState<StudioView>.Broken)
        {
            return Model.Reread();
        }

        TookOver();
        return Model.Open(What, stop);
    }

    protected override void TookOver() => (_opened, _isChecked) = (What, false);

    // A page that is only drawn for its first paint has no engine look at anything.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (!_isChecked && Model.Value is not null)
        {
            _isChecked = true;
            await Model.Check();
        }
    }

    private async Task Leave()
    {
        if (await Model.Leave() is { } draft)
        {
            Navigation.NavigateTo(Addresses.Draft(Addresses.RequestJob, draft));
        }
    }
}
