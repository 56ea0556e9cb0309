using System.Diagnostics;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Portal.Core.Health;
using Portal.Core.People;
using Portal.Core.Teams;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>What goes between a page and its circuit: not more than a second's worth, and nothing lost when the line is.</summary>
public sealed class ConnectionTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Watching = """
        () => {
          window.seen = [];
          new MutationObserver(() => {
            const now = document.querySelector('.facts dd').innerText;
            if (window.seen.at(-1) !== now) window.seen.push(now);
          }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
        }
        """;

    [Fact]
    public async Task Many_readings_a_second_reach_the_browser_once_a_second_and_the_last_one_surely()
    {
        web.ShowAll();
        await using var visit = await Visit.As(web.Address, "ada");
        await visit.Open("/groups/dev-eu-1/dev-reader");
        await visit.Page.EvaluateAsync(Watching);
        var before = web.Health.Current[web.Dev];
        var shown = 0;
        var began = Stopwatch.StartNew();
        using var readings = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (began.Elapsed < TimeSpan.FromSeconds(4) && await readings.WaitForNextTickAsync())
        {
            shown++;
            Show(before, shown);
        }

        await Assertions.Expect(visit.Page.Locator(".facts dd").First).ToContainTextAsync($"{shown}");

        shown.ShouldBeGreaterThan(40);
        // At most so many in that time: when each of them is drawn shakes with the machine.
        (await visit.Page.EvaluateAsync<int>("() => window.seen.length")).ShouldBeInRange(
            3,
            (int)began.Elapsed.TotalSeconds + 2
        );
        web.ShowAll();
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_when_it_is_back_the_page_goes_on_with_what_was_typed()
    {
        web.ShowAll();
        await using var wire = new Wire(web.Address);
        await using var visit = await Visit.As(wire.Address, "ada");
        await visit.Open("/topics/request?env=prod");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("payments.lost");
        await visit.Sees("payments.lost");

        visit.Forgive(); // Chromium says on its console that the connection was lost
        wire.Cut();
        await visit.Sees("The connection to the portal is lost.");
        await visit.Page.GetByLabel("Reason", new() { Exact = true }).FillAsync("Typed while nobody listened.");
        wire.Mend();

        await Assertions.Expect(visit.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }))
            .ToBeEnabledAsync();
        (await visit.Page.GetByLabel("Name", new() { Exact = true }).InputValueAsync()).ShouldBe("payments.lost");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }).ClickAsync();
        await visit.IsAt("/changes/[0-9]+");
        await visit.Sees("Typed while nobody listened");
    }

    [Fact]
    public async Task A_page_whose_session_ended_while_its_connection_was_lost_comes_to_the_sign_in()
    {
        await using var wire = new Wire(web.Address);
        await using var visit = await Visit.As(wire.Address, "omar");
        await visit.Open("/topics?words=orders");
        visit.Forgive(); // Chromium says on its console that the connection was lost
        wire.Cut();
        await visit.Sees("The connection to the portal is lost.");

        await EndSessions("omar");
        wire.Mend();

        await visit.IsAt(@"/sign-in\?to=%2Ftopics%3Fwords%3Dorders");
    }

    [Fact]
    public async Task What_was_typed_in_a_page_whose_session_ended_stays_and_is_there_again_after_the_sign_in()
    {
        await using var wire = new Wire(web.Address);
        await using var visit = await Visit.As(wire.Address, "omar");
        await visit.Open("/topics/request");
        var reason = visit.Page.GetByLabel("Reason", new() { Exact = true });
        visit.Forgive(); // Chromium says on its console that the connection was lost
        wire.Cut();
        await visit.Sees("The connection to the portal is lost.");
        await reason.FillAsync("Typed while nobody listened.");
        await visit.Page.EvaluateAsync(
            "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<textarea id=key data-secret></textarea><input id=word type=password>')"
        );
        await visit.Page.Locator("#key").FillAsync("nobody's business");
        await visit.Page.Locator("#word").FillAsync("nobody's business");

        await EndSessions("omar");
        wire.Mend();

        await visit.Sees("Your session has ended.");
        await Assertions.Expect(reason).ToHaveValueAsync("Typed while nobody listened.");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await visit.IsAt(@"/sign-in\?to=%2Ftopics%2Frequest");
        var kept = await visit.Page.EvaluateAsync<string>("() => sessionStorage.getItem('portal-typed')");
        kept.ShouldContain("Typed while nobody listened.");
        kept.ShouldNotContain("nobody's business");
        await visit.Page.Locator("button[value=omar], [data-handle=omar]").First.ClickAsync();
        await visit.IsAt("^[^?]*/topics/request");
        await visit.Alive();
        await Assertions.Expect(reason).ToHaveValueAsync("Typed while nobody listened.");
    }

    [Fact]
    public async Task A_link_that_was_followed_while_the_connection_was_lost_leads_there_once_it_is_back()
    {
        web.ShowAll();
        await using var wire = new Wire(web.Address);
        await using var visit = await Visit.As(wire.Address, "ada");
        await visit.Open("/topics");
        visit.Forgive(); // Chromium says on its console that the connection was lost
        wire.Cut();
        await visit.Sees("The connection to the portal is lost.");

        await visit.Page.Locator(".rail a[href^='/groups']").First.ClickAsync();
        await visit.Sees("The page you chose opens then.");
        wire.Mend();

        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Consumers");
        await visit.IsAt("/groups");
    }

    [Fact]
    public void A_page_whose_circuit_has_ended_is_not_resumed_in_another_without_what_was_typed() =>
        web
            .Services.GetRequiredService<IOptions<CircuitOptions>>()
            .Value.PersistedCircuitInMemoryMaxRetained.ShouldBe(0);

    private async Task EndSessions(string handle)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        await db.Set<BrowserSession>()
            .Where(session => session.PersonId == person.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, TimeProvider.System.GetUtcNow()));
    }

    private void Show(ClusterSnapshot cluster, int lag) =>
        web.Health.Show(
            cluster with
            {
                Version = cluster.Version + lag,
                Groups = cluster.Groups.SetItem(
                    "dev-reader",
                    cluster.Groups["dev-reader"] with
                    {
                        Lag = Amount.Of(lag),
                    }
                ),
            }
        );
}
