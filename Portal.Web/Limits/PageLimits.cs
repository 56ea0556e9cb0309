using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Web.Api;
using Portal.Web.Api.Limits;
using Portal.Web.Health;

namespace Portal.Web.Limits;

/// <summary>
/// How often pages and sign-in may be asked for, and how many pages be open: by address before the store is asked who it
/// is, by person afterwards. The API has limits of its own.
/// </summary>
internal static class PageLimits
{
    private const string SignIn = "/sign-in";

    public static void AddPageLimits(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<PageLimitOptions>()
            .Bind(builder.Configuration.GetSection(PageLimitOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<OpenPages>();
    }

    /// <summary>Before sign-in.</summary>
    public static void UseAddressLimits(this WebApplication app) =>
        app.Use(
            PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(BySignIn),
                PartitionedRateLimiter.Create<HttpContext, string>(http =>
                    RateLimits.Bucket(Address(http), Options(http).RequestsPerSecondAndAddress)
                )
            ),
            TooManyRequests.FromAddress
        );

    /// <summary>After sign-in.</summary>
    public static void UsePersonLimits(this WebApplication app) =>
        app.Use(
            PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(ByPerson),
                app.Services.GetRequiredService<OpenPages>().Both
            ),
            TooManyRequests.OfPerson
        );

    public static bool IsPage(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    /// <summary>An attempt to sign in begins: a form is sent, or a provider was chosen.</summary>
    public static bool IsSignIn(HttpRequest request) =>
        request.Path.StartsWithSegments(SignIn, StringComparison.OrdinalIgnoreCase, out var provider)
        && (HttpMethods.IsPost(request.Method) || provider.Value!.LastIndexOf('/') == 0);

    private static void Use(
        this WebApplication app,
        PartitionedRateLimiter<HttpContext> limiter,
        Func<OnRejectedContext, CancellationToken, ValueTask> refuse
    ) =>
        app.UseWhen(
            Counts,
            pages =>
                pages.UseRateLimiter(
                    new RateLimiterOptions
                    {
                        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
                        OnRejected = refuse,
                        GlobalLimiter = limiter,
                    }
                )
        );

    private static bool Counts(HttpContext http) =>
        !ApiRegistration.Covers(http)
        && !HealthEndpoints.Covers(http)
        && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null;

    private static RateLimitPartition<string> BySignIn(HttpContext http)
    {
        if (!IsSignIn(http.Request))
        {
            return RateLimitPartition.GetNoLimiter("no sign-in");
        }

        var perMinute = Options(http).SignInsPerMinuteAndAddress;
        return RateLimitPartition.GetTokenBucketLimiter(
            Address(http),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
                AutoReplenishment = true,
            }
        );
    }

    private static RateLimitPartition<string> ByPerson(HttpContext http) =>
        http.User.Identity?.IsAuthenticated == true
            ? RateLimits.Bucket(OpenPages.Who(http), Options(http).RequestsPerSecondAndPerson)
            : RateLimitPartition.GetNoLimiter("nobody");

    private static string Address(HttpContext http) => AddressOrigin.Of(http.Connection.RemoteIpAddress);

    private static PageLimitOptions Options(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<PageLimitOptions>>().Value;
}
