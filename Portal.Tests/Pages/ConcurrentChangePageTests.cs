using System.Net.Http.Json;
using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

public sealed class ConcurrentChangePageTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task The_form_says_who_is_changing_the_topic_already_and_leads_there()
    {
        using var ada = await web.As("ada");
        using var asked = await ada.PostAsJsonAsync("/api/v1/changes", Growth);
        asked.EnsureSuccessStatusCode();
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/topics/prod-eu-1/orders/change");

        await sam.Sees("Another change to this topic is open.");
        await sam.Sees("Whichever is applied second becomes stale");
        await sam.IsAccessible();
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Ada Brandt requested: grow orders" }).ClickAsync();

        await sam.IsAt("/changes/[0-9]+");
        await sam.Sees("Grow orders to");
    }

    [LongFact]
    public async Task A_topic_that_nobody_else_changes_has_no_warning()
    {
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/topics/prod-eu-1/shipments/change");
        await sam.Sees("Preview");

        (await sam.Page.GetByText("Another change to this topic is open.").CountAsync()).ShouldBe(0);
    }

    private static object Growth =>
        new
        {
            owner = "payments",
            reason = "For a test.",
            resources = new[]
            {
                new
                {
                    kind = "topic",
                    operation = "update",
                    cluster = "prod-eu-1",
                    name = "orders",
                    spec = new { partitions = 12, replication = 3 },
                },
            },
        };
}
