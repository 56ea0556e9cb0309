using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.Web.Api.Authentication;

namespace Portal.Web.Api.Limits;

/// <summary>Section <c>Portal:Api</c>. A bucket is as large as ten seconds of its rate.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "Portal:Api";

    // A bucket's size has to be an int. Who wants no limit sets one that nobody reaches.
    private const int Highest = 200_000_000;

    [Range(1, Highest)]
    public int RequestsPerSecondAndToken { get; set; } = 100;

    [Range(1, Highest)]
    public int RequestsPerSecondAndPerson { get; set; } = 200;

    /// <summary>
    /// By address, for who comes without a token: enough to learn that one is needed. As much again for tokens that aren't
    /// known yet.
    /// </summary>
    [Range(1, Highest)]
    public int RequestsPerSecondAndStranger { get; set; } = 20;
}

/// <summary>Buckets per token and per person, so that one script can drown neither the portal nor its owner's other scripts.</summary>
internal static class RateLimits
{
    private const int SecondsInBucket = 10;

    public static void AddPortalRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection(RateLimitOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = Say;
            // In this order, until one refuses. What the former gave comes back then, but for tokens of a bucket: those last.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(HeldBodies.ByPerson),
                PartitionedRateLimiter.Create<HttpContext, string>(HeldBodies.LongByPerson),
                PartitionedRateLimiter.Create<HttpContext, string>(HeldBodies.InAll),
                PartitionedRateLimiter.Create<HttpContext, string>(ByToken),
                PartitionedRateLimiter.Create<HttpContext, string>(ByPerson)
            );
        });
    }

    /// <summary>
    /// Before authorization, so that what it refuses counts as well. The token is recognised here, once: authorization finds what was found. A cookie
    /// stands for nobody in the API.
    /// </summary>
    public static void UseTokenLimits(this WebApplication app) =>
        app.UseWhen(
            ApiRegistration.Covers,
            api =>
            {
                api.Use(Recognise);
                api.Use(LongBodies.Limit);
                api.UseRateLimiter();
            }
        );

    private static async Task Recognise(HttpContext http, RequestDelegate next)
    {
        var recognised = await http.AuthenticateAsync(BearerTokenHandler.SchemeName);
        http.User = recognised.Principal ?? new ClaimsPrincipal();
        await next(http);
    }

    private static RateLimitPartition<string> ByToken(HttpContext http) =>
        http.User.FindFirstValue(BearerTokenHandler.TokenClaim) is { } token
            ? Bucket($"token {token}", Options(http).RequestsPerSecondAndToken)
            : RateLimitPartition.GetNoLimiter("no token");

    private static RateLimitPartition<string> ByPerson(HttpContext http) =>
        http.User.Identity?.Name is { } person
            ? Bucket($"person {person}", Options(http).RequestsPerSecondAndPerson)
            : RateLimitPartition.GetNoLimiter("nobody");

    internal static RateLimitPartition<string> Bucket(string of, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(
            of,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * SecondsInBucket,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            }
        );

    internal static RateLimitOptions Options(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;

    internal static async ValueTask Say(OnRejectedContext context, CancellationToken stop)
    {
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Math.Max(1, (int)wait.TotalSeconds)
            : 1;
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Problem.Of(429, $"Come back in {seconds}\u00A0s.").ExecuteAsync(context.HttpContext);
    }
}
