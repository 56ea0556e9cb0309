using Microsoft.AspNetCore.Components;
using Portal.Web.Layout;

namespace Portal.Web.Grammar;

/// <summary>A page of what the chosen environment holds: opened again in place when another is chosen.</summary>
public abstract class EnvironmentPage<TModel> : PortalPage<TModel>
    where TModel : class, IPageModel
{
    [Inject]
    protected Workplace Workplace { get; set; } = default!;

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Workplace.Changed += EnvironmentChanged;
    }

    public override void Dispose()
    {
        Workplace.Changed -= EnvironmentChanged;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private void EnvironmentChanged() => _ = InvokeAsync(() => Again());
}
