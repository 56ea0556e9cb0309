using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace Portal.Web.Pages;

/// <summary>
/// A page whose form is saved as a draft. Its address in the browser names the draft, so that whoever loads the page again goes on with it. Going
/// there would move the focus away from what is typed, so only the browser knows that address: a link to the same page, as to another
/// environment, leads to one without the draft, which is written again.
/// </summary>
public abstract class DraftPage<TModel> : PortalPage<TModel>
    where TModel : class, IPageModel
{
    private (string Written, string At) _addressed;

    /// <summary>Where its draft is gone on with; null while none is saved.</summary>
    protected abstract string? DraftAddress { get; }

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Navigation.LocationChanged += Moved;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsShown && DraftAddress is { } address && _addressed != (address, Navigation.Uri))
        {
            _addressed = (address, Navigation.Uri);
            await Browser.InvokeVoidAsync("portal.address", address);
        }
    }

    public override void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    // A link to a place on the page changes none of its parameters, and one that is followed again not even the address.
    private void Moved(object? sender, LocationChangedEventArgs moved) =>
        _ = InvokeAsync(() =>
        {
            _addressed = default;
            StateHasChanged();
        });
}
