using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Pages;
using Portal.Web.Preferences;

namespace Portal.Tests.Web;

/// <summary>An address that is sent to somebody else shows them the same, whatever environment their own cookie names.</summary>
public sealed class SaidEnvironmentTests : BunitContext
{
    private const string Rename = "portal.rename";
    private readonly Workplace _workplace = new();

    public SaidEnvironmentTests()
    {
        Services.AddSingleton(_workplace);
        Services.AddSingleton<PrerenderCache>().AddSingleton(TimeProvider.System);
        AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    private BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    // By the browser: who has gone on meanwhile isn't brought back (KeyboardTests does so).
    [Theory]
    [InlineData(null, "/topics?words=orders", "/topics?words=orders&env=all")]
    [InlineData("prod", "/topics?words=orders", "/topics?words=orders&env=prod")]
    public void The_address_says_the_lane_that_a_cookie_chose(string? chosen, string opened, string said)
    {
        var rename = JSInterop.SetupVoid(Rename, _ => true).SetVoidResult();
        _workplace.Environment = chosen;
        Navigation.NavigateTo(opened);

        Render<ProbePage>().Render();

        rename
            .Invocations.ShouldHaveSingleItem()
            .Arguments.Select(address => new Uri((string)address!).PathAndQuery)
            .ShouldBe([opened, said]);
    }

    [Fact]
    public void An_address_that_says_the_lane_stays_as_it_is()
    {
        _workplace.Environment = "prod";
        Navigation.NavigateTo("/topics?env=prod");

        Render<ProbePage>();

        JSInterop.VerifyNotInvoke(Rename);
    }

    [Fact]
    public void Another_lane_is_said_as_soon_as_it_is_chosen()
    {
        Navigation.NavigateTo("/topics?env=nowhere");
        _workplace.Environment = "nowhere";
        Render<ProbePage>();

        _workplace.Environment = null;

        new Uri(Navigation.Uri).PathAndQuery.ShouldBe("/topics?env=all");
    }

    [Theory]
    [InlineData("?env=all", null)]
    [InlineData("?env=dev", "dev")]
    [InlineData("", "prod")]
    public void The_address_counts_more_than_the_cookie(string query, string? environment)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);
        request.Headers.Cookie = $"{BrowserPreferences.EnvironmentCookie}=prod";

        BrowserPreferences.From(request).Environment.ShouldBe(environment);
    }

    private sealed class ProbeModel : PageModel<string>;

    private sealed class ProbePage : EnvironmentPage<ProbeModel>
    {
        protected override Task Open(CancellationToken stop) => Task.CompletedTask;
    }
}
