using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Web.Pages;
using Portal.Web.Preferences;

namespace Portal.Tests.Web;

/// <summary>Filters that are chosen faster than the browser reports the address that has them.</summary>
public sealed class FilteredPageTests : BunitContext
{
    private const string Topics = "http://portal/topics?env=all";
    private readonly LateNavigation _browser = new();

    public FilteredPageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<NavigationManager>(_browser);
        Services.AddSingleton(new Workplace());
        Services.AddSingleton<PrerenderCache>().AddSingleton(TimeProvider.System);
        AddBunitPersistentComponentState();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public async Task A_filter_that_is_chosen_before_the_address_of_another_is_back_keeps_that_one()
    {
        var page = Render<ProbePage>();

        await page.InvokeAsync(() =>
        {
            page.Instance.Choose("Team", "payments");
            page.Instance.Choose("Is", "drift");
            _browser.Report();
            page.Instance.Choose("Cluster", "main");
            _browser.Report();
            _browser.Report();
        });

        _browser.Uri.ShouldBe($"{Topics}&team=payments&is=drift&cluster=main");
    }

    [Fact]
    public async Task One_that_is_taken_back_meanwhile_stays_so()
    {
        var page = Render<ProbePage>();

        await page.InvokeAsync(() =>
        {
            page.Instance.Choose("Team", "payments");
            page.Instance.Choose("Team", null);
            page.Instance.Choose("Is", "drift");
            _browser.Report();
            _browser.Report();
            _browser.Report();
        });

        _browser.Uri.ShouldBe($"{Topics}&is=drift");
    }

    [Fact]
    public async Task Where_the_browser_has_gone_elsewhere_filters_are_added_to_that_address()
    {
        var page = Render<ProbePage>();

        await page.InvokeAsync(() =>
        {
            page.Instance.Choose("Team", "payments");
            _browser.IsAt($"{Topics}&words=orders");
            page.Instance.Choose("Is", "drift");
        });

        _browser.Requested.ShouldBe($"{Topics}&words=orders&is=drift");
    }

    private sealed class ProbeModel : PageModel<string>;

    private sealed class ProbePage : FilteredPage<ProbeModel>
    {
        public void Choose(string what, string? value) => Ask(what, value);

        protected override Task Open(CancellationToken stop) => Task.CompletedTask;
    }

    /// <summary>A browser that reports where it is only when the test has it.</summary>
    private sealed class LateNavigation : NavigationManager
    {
        private readonly Queue<string> _underWay = [];

        public LateNavigation() => Initialize("http://portal/", Topics);

        /// <summary>What it was sent to last.</summary>
        public string? Requested { get; private set; }

        /// <summary>It has come to the next address.</summary>
        public void Report() => IsAt(_underWay.Dequeue());

        public void IsAt(string address)
        {
            Uri = address;
            NotifyLocationChanged(isInterceptedLink: false);
        }

        protected override void NavigateToCore(string uri, NavigationOptions options)
        {
            Requested = uri;
            _underWay.Enqueue(uri);
        }
    }
}
