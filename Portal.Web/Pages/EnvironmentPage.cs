using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Web.Preferences;

namespace Portal.Web.Pages;

/// <summary>
/// A page of what the chosen environment holds: opened again in place when another is chosen. Its address says which it
/// is, also when a cookie chose it: sent to somebody else, it shows the same.
/// </summary>
public abstract class EnvironmentPage<TModel> : PortalPage<TModel>
    where TModel : class, IPageModel
{
    private string? _named;

    [Inject]
    protected Workplace Workplace { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Workplace.Changed += EnvironmentChanged;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (Workplace.NamedIn(Navigation.Uri) is null && _named != Navigation.Uri)
        {
            _named = Navigation.Uri;
            await NameEnvironment();
        }
    }

    public override void Dispose()
    {
        Workplace.Changed -= EnvironmentChanged;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private void EnvironmentChanged() =>
        _ = InvokeAsync(() =>
        {
            if (Workplace.NamedIn(Navigation.Uri) != Workplace.InAddress)
            {
                Navigation.NavigateTo(WithEnvironment, new NavigationOptions { ReplaceHistoryEntry = true });
            }

            return Again(keepShown: false);
        });

    private string WithEnvironment => Navigation.GetUriWithQueryParameter(Workplace.Query, Workplace.InAddress);

    // By the browser, which alone knows whether they have gone elsewhere meanwhile.
    private async Task NameEnvironment()
    {
        try
        {
            await Browser.InvokeVoidAsync("portal.rename", Navigation.Uri, WithEnvironment);
        }
        catch (JSDisconnectedException)
        {
            // Nobody looks at it any more.
        }
    }
}
