using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Core;
using Portal.Web.Layout;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Jobs.Studio;

public partial class StudioPage : PortalPage<StudioModel>
{
    private StudioStart? _opened;
    private DraftId? _addressed;
    private bool _isChecked;

    [SupplyParameterFromQuery(Name = "draft")]
    public long? Draft { get; set; }

    [SupplyParameterFromQuery(Name = "cluster")]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery(Name = "topic")]
    public string? Topic { get; set; }

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override LiveOn LivesOn => LiveOn.Health;

    private StudioStart What => new(Draft is { } draft ? new DraftId(draft) : null, Cluster, Topic);

    // What somebody has typed outlives every other change of the address.
    protected override Task Open(CancellationToken stop)
    {
        if (_opened == What)
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
        // Who loads the page again goes on with the draft. Going there would move the focus away from what is typed.
        if (Model.Value?.Request.Saved?.Id is { } draft && draft != _addressed)
        {
            _addressed = draft;
            await Browser.InvokeVoidAsync("portal.address", Addresses.Draft(Addresses.Studio, draft));
        }

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
