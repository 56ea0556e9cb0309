using System.Globalization;
using Confluent.Kafka;
using Microsoft.Playwright;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>The main job on real input, on the pages alone: asked for, approved by somebody else, applied, used, its lag seen.</summary>
[Collection(PageWorldTests.Name)]
public sealed class TopicJourneyTests(PageWorld world)
{
    private const string Topic = "payments.journey";
    private const string Reader = "journey-reader";

    /// <summary>What the form derives for its first preset.</summary>
    private const int Partitions = 3;

    [LongFact]
    public async Task A_topic_goes_from_a_request_on_a_page_to_its_lag_on_a_page()
    {
        var change = await Ask();
        await Approve(change);
        await Traffic.ByKcat(world.Bootstrap, Topic, Reader);

        await using var noor = await Visit.As(world.Address, "noor");
        await noor.Open($"/topics/{PageWorld.Prod}/{Topic}?tab=consumers");
        var atRest = Traffic.Lag(new ClientConfig { BootstrapServers = world.Bootstrap }, Topic, Reader, Partitions);
        var behind = atRest.Values.Sum().ShouldNotBeNull().ToString(CultureInfo.InvariantCulture);
        await Assertions
            .Expect(noor.Page.GetByRole(AriaRole.Row, new() { Name = Reader }))
            .ToContainTextAsync(behind, new() { Timeout = 90_000 });
    }

    private async Task<string> Ask()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics/request?env=prod");
        await ada.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("payments journey");
        await ada.Sees("Kafka takes only letters");
        await ada.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Topic);
        await ada.Choose("Cluster", $"{PageWorld.Prod} (prod)");
        await ada.Page.GetByLabel("Reason", new() { Exact = true }).FillAsync("The journey of the tests.");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" }).ClickAsync();
        await ada.IsAt("/changes/[0-9]+");
        await ada.Sees("Waiting for approval");
        await ada.Sees("You requested this change, so somebody else has to approve it.");
        return new Uri(ada.Page.Url).AbsolutePath;
    }

    private async Task Approve(string change)
    {
        await using var grace = await Visit.As(world.Address, "grace");
        await grace.Open(change);
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        var dialog = grace.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).ClickAsync();
        await Assertions.Expect(grace.Page.Locator(".title-row .chip")).ToHaveTextAsync("Applied");
        await grace.Sees("done and verified");
    }
}
