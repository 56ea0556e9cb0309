using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Playwright;

namespace Portal.Tests.Browser;

/// <summary>What was painted before the circuit came stays where it is when the circuit takes the page over.</summary>
[Collection(PageWorldTests.Name)]
public sealed class FirstPaintTests(PageWorld world)
{
    /// <summary>Which rows were on the first screen as it was served, and which of them were ever away after that.</summary>
    private const string Watch = """
        window.away = [];
        document.addEventListener("DOMContentLoaded", () => {
          const rows = () => [...document.querySelectorAll("[data-row]")];
          const name = row => row.cells[0].textContent.trim();
          window.drawn = rows().length;
          window.served = rows().filter(row => row.getBoundingClientRect().top < innerHeight).map(name);
          new MutationObserver(() => {
            const there = new Set(rows().map(name));
            away.push(...served.filter(row => !there.has(row)));
          }).observe(document, { childList: true, subtree: true });
        });
        """;

    [Fact]
    public async Task No_row_of_the_first_screen_goes_away_while_the_circuit_takes_over_a_long_table()
    {
        await Wide();
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Page.AddInitScriptAsync(Watch);

        await visit.Open($"/topics/{PageWorld.Prod}/wide?tab=partitions");

        (await visit.Page.EvaluateAsync<int>("() => drawn")).ShouldBe(36, "no more is served than fills a screen");
        (await visit.Page.Locator("[data-row]").CountAsync()).ShouldBeLessThan(150, "what is far below isn't drawn");

        // Virtualize has found its place: the circuit has long drawn.
        await visit.Page.Locator("tbody tr").Last.EvaluateAsync("row => row.scrollIntoView({ block: 'end' })");
        await Assertions.Expect(visit.Page.GetByText("p149", new() { Exact = true })).ToBeAttachedAsync();
        (await visit.Page.EvaluateAsync<string[]>("() => served")).Length.ShouldBeGreaterThan(10);
        (await visit.Page.EvaluateAsync<string[]>("() => away")).ShouldBeEmpty();
    }

    /// <summary>A topic that nobody asked the portal for, with more partitions than a table draws at once.</summary>
    private async Task Wide()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = world.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "wide", NumPartitions = 150 }]);
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/topics");
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "wide", Exact = true }))
            .ToBeVisibleAsync();
    }
}
