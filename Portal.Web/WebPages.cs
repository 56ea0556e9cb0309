using Portal.Core.Resources;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.People.Delegations;
using Portal.Web.Features.People.Requests;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Topics;
using Portal.Web.Layout;
using Portal.Web.Limits;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;
using Portal.Web.Preferences;
using Radzen;

namespace Portal.Web;

/// <summary>The pages: what they need, and where they are served.</summary>
public static class WebPages
{
    public static IServiceCollection AddPortalPages(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            // Blazor would resume a page whose circuit has ended in a fresh one: without what was typed, and without a word about it.
            .AddInteractiveServerComponents(circuits => circuits.PersistedCircuitInMemoryMaxRetained = 0)
            // A schema as long as one may be comes in one message: beyond the limit the page's connection would end.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 1024 * 1024);
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<PrerenderCache>();
        services.AddKindParts<IKindView>(typeof(WebPages).Assembly).AddSingleton<KindViews>();
        services.AddKindParts<IKindForm>(typeof(WebPages).Assembly).AddSingleton<KindForms>();
        services.AddKindParts<IKindPlace>(typeof(WebPages).Assembly).AddSingleton<NavigationPlaces>();
        services.AddScoped<Workplace>().AddScoped<Shell>().AddScoped<SnapshotHits>().AddScoped<Finder>();
        services
            .AddScoped<ShellFacts>()
            .AddScoped<RequestOpenings>()
            .AddScoped<RequestViews>()
            .AddTransient<RequestPreviews>()
            .AddScoped<FormerRequests>()
            .AddScoped<RequestSender>()
            .AddTransient<RequestSaves>()
            .AddTransient<StudioChecks>()
            .AddTransient<StudioCompletions>()
            .AddTransient<StudioPreviews>()
            .AddSingleton<KeptForms>()
            .AddScoped<RequestCopies>()
            .AddSingleton<RequestText>()
            .AddScoped<PageRequest>()
            .AddScoped<OwnerChoices>()
            .AddScoped<RoleRequestActs>()
            .AddTransient<DelegationDesk>();
        services
            .AddSingleton<ChangeNotifications>()
            .AddHostedService(provider => provider.GetRequiredService<ChangeNotifications>());
        services
            .AddSingleton<Liveness>()
            .AddSingleton<ManagedShelf>()
            .AddSingleton<JobShelf>()
            .AddSingleton<AccessShelf>()
            .AddSingleton<BreakGlassShelf>()
            .AddSingleton<TopicRows>();
        services.AddExceptionHandler<PageFailures>();
        services.AddScoped<BrowserZone>().AddScoped<PageClock>().AddScoped<Toaster>();
        return services;
    }

    /// <summary>What stands around every answer: before sign-in, so that a page shown instead passes through it as well.</summary>
    public static void UsePortalPages(this WebApplication app)
    {
        app.UseStrictHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    }

    public static WebApplication MapPortalPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.UseWholeForms();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireAuthorization();
        return app;
    }
}
