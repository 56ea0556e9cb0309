using System.Security.Claims;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Web.Identity;
using Portal.Web.Layout;

namespace Portal.Web.Health;

/// <summary>How web starts.</summary>
public sealed class StartupOptions
{
    public const string Section = "Portal:Startup";

    /// <summary>How long at most <c>/health/ready</c> answers 503 while web draws each place once, to nobody. 0: it draws none.</summary>
    public TimeSpan WarmUp { get; set; }

    public bool IsValid => ShutdownOptions.IsOk(WarmUp);
}

/// <summary>
/// Draws each place of the rail once before web says that it is ready: what a first page has to have compiled, and read of the store, is there then
/// for those who come from a web that ends. It draws as somebody without a role, and throws away what is drawn.
/// </summary>
internal sealed partial class WarmUp(
    IServiceScopeFactory scopes,
    EndpointDataSource endpoints,
    NavigationPlaces navigation,
    StoreWatch store,
    IHostApplicationLifetime host,
    IOptions<StartupOptions> options,
    TimeProvider time,
    ILogger<WarmUp> log
) : BackgroundService, IHealthCheck
{
    private volatile bool _over = options.Value.WarmUp == TimeSpan.Zero;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            _over
                ? HealthCheckResult.Healthy("Pages can be drawn.")
                : HealthCheckResult.Unhealthy("This process has just started, and draws its first pages.")
        );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_over)
        {
            return;
        }

        var began = time.GetTimestamp();
        using var within = new CancellationTokenSource(options.Value.WarmUp, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(within.Token, stoppingToken);
        var drawn = 0;
        try
        {
            await host.Started(stop.Token);
            await store.Back.WaitAsync(stop.Token);
            foreach (var page in Pages())
            {
                await Draw(page, stop.Token).WaitAsync(stop.Token);
                drawn++;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ready without: who comes first waits for what isn't there.
        }
        catch (Exception wrong)
        {
            LogNotDrawn(wrong);
        }

        LogDrawn(drawn, time.GetElapsedTime(began));
        _over = true;
    }

    private IEnumerable<RouteEndpoint> Pages()
    {
        var addresses = navigation.Places.Select(place => place.Address).ToHashSet(StringComparer.Ordinal);
        return endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
                && addresses.Contains(AddressOf(endpoint))
            );
    }

    // The page alone: what stands before it (sign-in, limits) is for requests from outside.
    private async Task Draw(RouteEndpoint page, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Me>().Is(KnownCaller.Nobody);
        var name = new Claim(ClaimTypes.NameIdentifier, nameof(KnownCaller.Nobody));
        var http = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            User = new ClaimsPrincipal(new ClaimsIdentity([name], nameof(WarmUp))),
            RequestAborted = stop,
            Request =
            {
                Method = HttpMethods.Get,
                Scheme = Uri.UriSchemeHttp,
                Host = new HostString("localhost"),
                Path = AddressOf(page),
            },
            Response = { Body = Stream.Null },
        };
        http.SetEndpoint(page);
        await page.RequestDelegate!(http);
    }

    private static string AddressOf(RouteEndpoint page) => $"/{page.RoutePattern.RawText?.TrimStart('/')}";

    [LoggerMessage(LogLevel.Information, "Ready: {Pages} pages drawn in {Time}.")]
    private partial void LogDrawn(int pages, TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "A page could not be drawn before anybody came.")]
    private partial void LogNotDrawn(Exception wrong);
}
