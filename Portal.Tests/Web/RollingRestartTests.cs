using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Resources;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Web;
using Portal.Web.Layout;
using Xunit.Abstractions;

namespace Portal.Tests.Web;

/// <summary>Two webs behind nginx and haproxy as the guide has them, which end in turn under an open page.</summary>
public sealed class RollingRestartTests(TwoWebs webs, ITestOutputHelper output) : IClassFixture<TwoWebs>
{
    // From the end of a page's connection until it has one again, in the same document or in the next.
    private const string Watch = """
        const Plain = window.WebSocket;
        window.WebSocket = class extends Plain {
          constructor(...given) {
            super(...given);
            this.addEventListener('close', () => sessionStorage.getItem('lost') ?? sessionStorage.setItem('lost', Date.now()));
          }
        };
        new MutationObserver(() => {
          const lost = sessionStorage.getItem('lost');
          if (!lost || document.documentElement.dataset.circuit !== 'up') return;
          sessionStorage.setItem('outages', JSON.stringify([...JSON.parse(sessionStorage.getItem('outages') ?? '[]'), Date.now() - lost]));
          sessionStorage.removeItem('lost');
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-circuit'] });
        """;

    private const string GiveUp = """
        () => {
          window.gaveUp = true;
          document.getElementById('components-reconnect-modal').className = 'components-reconnect-failed';
        }
        """;

    [Fact]
    public async Task A_web_has_drawn_each_place_once_before_anybody_comes()
    {
        await using var services = new ServiceCollection()
            .AddKindParts<IKindPlace>(typeof(WebPages).Assembly)
            .BuildServiceProvider();
        var places = new NavigationPlaces(services.GetServices<IKindPlace>()).Places;

        await webs.Both();

        await Deadline.Until(() =>
            webs.Logs.All(log => log.Contains($"Ready: {places.Count} pages drawn", StringComparison.Ordinal))
        );
        webs.Logs.ShouldAllBe(log => !log.Contains("could not be", StringComparison.Ordinal));
    }

    [ProgramFact("nginx")]
    public async Task A_page_goes_on_from_the_other_web()
    {
        await webs.Both();
        using var nginx = await Serving("nginx");
        await using var visit = await Watched(nginx);

        await webs.End(nginx.Holder());

        await IsBack(visit);
        await WasAway(visit);
    }

    [LongFact("nginx", "haproxy")]
    public async Task So_it_does_behind_either_proxy_whichever_web_ends()
    {
        await webs.Both();
        using var nginx = await Serving("nginx");
        using var haproxy = await Serving("haproxy");
        await using var first = await Watched(nginx);
        await using var second = await Watched(haproxy);
        Visit[] visits = [first, second];

        foreach (var port in webs.Ports)
        {
            await webs.End(port);
            foreach (var visit in visits)
            {
                await IsBack(visit);
            }

            await webs.Both();
        }

        foreach (var visit in visits)
        {
            await WasAway(visit);
        }
    }

    [ProgramFact("nginx")]
    public async Task A_page_keeps_what_was_typed_until_its_reader_has_seen_why_it_is_gone()
    {
        await webs.Both();
        using var nginx = await Serving("nginx");
        await using var visit = await Watched(nginx);

        var name = visit.Page.GetByLabel("Bootstrap addresses");
        await name.FillAsync("typed.example:9092");
        webs.Kill(nginx.Holder());
        await visit.Sees("The portal was restarted, or the connection was lost for too long.");
        await Assertions.Expect(name).ToHaveValueAsync("typed.example:9092");
        await visit.Page.Locator("#components-reconnect-modal .while-rejected [data-reload]").ClickAsync();
        await IsBack(visit);
        await visit.IsAt("/clusters/register$");
    }

    [Fact]
    public async Task A_page_that_gave_up_joining_again_is_loaded_again_once_a_web_answers()
    {
        await webs.Both();
        await using var visit = await Visit.As(new Uri($"http://127.0.0.1:{webs.Ports[0]}"), "sam");
        await visit.Open("/clusters/register");

        // As after six minutes of tries.
        await visit.Page.EvaluateAsync(GiveUp);

        await visit.Page.WaitForFunctionAsync(
            "() => !window.gaveUp && document.documentElement.dataset.circuit === 'up'"
        );
        await visit.IsAt("/clusters/register$");
    }

    private static Task IsBack(Visit visit) =>
        visit.Page.WaitForFunctionAsync(
            "() => !sessionStorage.getItem('lost') && document.documentElement.dataset.circuit === 'up'"
        );

    private async Task WasAway(Visit visit)
    {
        await visit.IsAt("/clusters/register$");
        var outages = await visit.Page.EvaluateAsync<int[]>("() => JSON.parse(sessionStorage.getItem('outages'))");
        output.WriteLine($"{visit.Page.Url}: {string.Join(", ", outages)} ms");
        outages.ShouldNotBeEmpty("the web that held it has ended");
    }

    private async Task<GuideProxy> Serving(string program)
    {
        var proxy = GuideProxy.Start(program, [.. webs.Ports]);
        await Deadline.Until(async () =>
        {
            proxy.IsAlive();
            using var open = new HttpClient(
                new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = proxy.IsOurs } }
            );
            return (await open.GetAsync(new Uri(proxy.Address, "/sign-in"))).IsSuccessStatusCode;
        });
        return proxy;
    }

    private static async Task<Visit> Watched(GuideProxy proxy)
    {
        var visit = await Visit.As(proxy.Address, "sam");
        await visit.Page.AddInitScriptAsync(Watch);
        await visit.Open("/clusters/register");
        visit.Forgive(); // Chromium says on its console that a connection was lost
        return visit;
    }
}
