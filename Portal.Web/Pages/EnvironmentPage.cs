using Microsoft.AspNetCore.Components;
using Portal.Web.Preferences;

namespace Portal.Web.Pages;

/// <summary>
/// A page of what the chosen environment holds: opened again in place when another is chosen. Its address says which it
/// is, also when a cookie chose it: sent to somebody else, it shows the same.
/// </summary>
public abstract class EnvironmentPage<TModel> : PortalPage<TModel>
    where TModel : class, IPageModel
{
    [Inject]
    protected Workplace Workplace { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Workplace.Changed += EnvironmentChanged;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (Workplace.NamedIn(Navigation.Uri) is null)
        {
            SayEnvironment();
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
                SayEnvironment();
            }

            return Again(keepShown: false);
        });

    private void SayEnvironment() =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameter(Workplace.Query, Workplace.InAddress),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );
}
