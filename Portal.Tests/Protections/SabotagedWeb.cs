using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Tests.Api;
using Portal.Web.Api.Authentication;

namespace Portal.Tests.Protections;

/// <summary>
/// The web as it is shipped, of which one protection at a time is taken out: in the composition that this test makes, never by a switch of the product.
/// </summary>
public sealed class SabotagedWeb : PortalWeb
{
    /// <summary>Taken out; null: it is as shipped.</summary>
    internal Protection? Without { get; set; }

    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Api:RequestsPerSecondAndToken"] = "5" };

    internal bool Lacks(Protection protection) => Without == protection;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<IStartupFilter>(new Outermost(this));
            services.AddSingleton<TimeProvider>(new SlowClock(this));
            services.AddSingleton<IAuthorizationPolicyProvider>(provided => new Policies(
                provided.GetRequiredService<IOptions<AuthorizationOptions>>(),
                this
            ));
            services.PostConfigure<RateLimiterOptions>(limiter =>
                limiter.GlobalLimiter = new Limits(limiter.GlobalLimiter!, this)
            );
            foreach (var handler in services.Where(s => s.ServiceType == typeof(IExceptionHandler)).ToList())
            {
                services.Remove(handler);
                services.AddSingleton<IExceptionHandler>(provided => new Failures(
                    (IExceptionHandler)ActivatorUtilities.CreateInstance(provided, handler.ImplementationType!),
                    this
                ));
            }
        });
    }

    /// <summary>Two hours late while tokens are not to end.</summary>
    private sealed class SlowClock(SabotagedWeb web) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() =>
            System.GetUtcNow() - (web.Lacks(Protection.TokenEnd) ? TimeSpan.FromHours(2) : TimeSpan.Zero);
    }

    private sealed class Policies(IOptions<AuthorizationOptions> options, SabotagedWeb web)
        : DefaultAuthorizationPolicyProvider(options)
    {
        public override bool AllowsCachingPolicies => false;

        public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
            base.GetPolicyAsync(
                policyName == TokenAuthentication.WritePolicy && web.Lacks(Protection.Scopes)
                    ? TokenAuthentication.Policy
                    : policyName
            );
    }

    private sealed class Failures(IExceptionHandler shipped, SabotagedWeb web) : IExceptionHandler
    {
        public ValueTask<bool> TryHandleAsync(
            HttpContext httpContext,
            Exception exception,
            CancellationToken cancellationToken
        ) =>
            web.Lacks(Protection.Failures)
                ? ValueTask.FromResult(false)
                : shipped.TryHandleAsync(httpContext, exception, cancellationToken);
    }

    private sealed class Limits(PartitionedRateLimiter<HttpContext> shipped, SabotagedWeb web)
        : PartitionedRateLimiter<HttpContext>
    {
        private readonly PartitionedRateLimiter<HttpContext> _none = PartitionedRateLimiter.Create<HttpContext, string>(
            _ => RateLimitPartition.GetNoLimiter("everybody")
        );

        private PartitionedRateLimiter<HttpContext> InForce => web.Lacks(Protection.RequestRate) ? _none : shipped;

        public override RateLimiterStatistics? GetStatistics(HttpContext resource) => InForce.GetStatistics(resource);

        protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
            InForce.AttemptAcquire(resource, permitCount);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(
            HttpContext resource,
            int permitCount,
            CancellationToken cancellationToken
        ) => InForce.AcquireAsync(resource, permitCount, cancellationToken);
    }
}
