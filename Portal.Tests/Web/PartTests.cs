using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;
using Radzen;

namespace Portal.Tests.Web;

/// <summary>Renders parts as a circuit would, on a clock moved by hand.</summary>
public abstract class PartTests : BunitContext
{
    /// <param name="more">Services beside those that every part may use.</param>
    protected PartTests(Action<IServiceCollection>? more = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<PageClock>().AddScoped<BrowserZone>().AddScoped<Toaster>();
        Services.AddRadzenComponents();
        Services.AddSingleton<PrerenderCache>();
        Services.AddSingleton(Me);
        more?.Invoke(Services);
        Prerendered = AddBunitPersistentComponentState();
        // Last: it builds the renderer, and after that no service can be added.
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    /// <summary>Who looks; nobody until a test says who.</summary>
    protected Me Me { get; } = new();

    /// <summary>What the page carries over from prerendering.</summary>
    protected BunitPersistentComponentState Prerendered { get; }

    protected HandClock Clock { get; } = new();

    protected static RenderFragment Words(string words) => builder => builder.AddContent(0, words);
}
