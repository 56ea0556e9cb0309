using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Store;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.SignIn;

namespace Portal.Tests.Web;

/// <summary>A web whose store can be silenced, and what it logs then.</summary>
public sealed class SilencedWeb : PortalWeb
{
    internal WorkloadWeb.SilentCommands Cut { get; } = new();

    /// <summary>Of every category, as the settings let it through.</summary>
    internal LogLines<SilencedWeb> Log { get; } = new();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
            services.ConfigureDbContext<PortalDb>(options => options.AddInterceptors(Cut), ServiceLifetime.Singleton)
        );
        builder.ConfigureLogging(log => log.AddProvider(new EveryCategory(Log)));
    }
}

/// <summary>In an outage of the store its log stays readable: browsers and scripts come again every few seconds.</summary>
public sealed class SilentLogTests(SilencedWeb web) : IClassFixture<SilencedWeb>
{
    [Fact]
    public async Task A_page_and_a_call_that_fail_by_a_silent_store_are_a_line_each_without_a_stack()
    {
        using var browser = web.Stranger();
        using var ada = await web.As("ada");
        web.Cut.IsSilent = true;

        using var page = await browser.GetAsync("/sign-in");
        using var call = await ada.GetAsync("/api/v1/me");
        web.Cut.IsSilent = false;

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        call.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        // Beside the line of who watches the store.
        web.Log.All.Where(line => line.Contains("Nobody answers.", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("The store doesn't answer", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "The page /sign-in could not be served because the store didn't answer: Nobody answers.",
                    "GET /api/v1/me failed because the store didn't answer: Nobody answers.",
                ],
                ignoreOrder: true
            );
        web.Log.Stacks.Where(stack => stack.GetBaseException().Message == "Nobody answers.").ShouldBeEmpty();
    }
}
