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
    private readonly Workplace _workplace = new();

    public SaidEnvironmentTests()
    {
        Services.AddSingleton(_workplace);
        Services.AddSingleton<PrerenderCache>().AddSingleton(TimeProvider.System);
        AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    private BunitNavigationManager Navigation => Services.GetRequiredService<BunitNavigationManager>();

    [Theory]
    [InlineData(null, "/topics?words=orders", "/topics?words=orders&env=all")]
    [InlineData("prod", "/topics?words=orders", "/topics?words=orders&env=prod")]
    [InlineData("prod", "/topics?env=prod", "/topics?env=prod")]
    public void The_address_says_the_lane_that_a_cookie_chose(string? chosen, string opened, string said)
    {
        _workplace.Environment = chosen;
        Navigation.NavigateTo(opened);

        Render<ProbePage>();

        new Uri(Navigation.Uri).PathAndQuery.ShouldBe(said);
        Navigation.History.Count.ShouldBe(1, "going back leads away");
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
