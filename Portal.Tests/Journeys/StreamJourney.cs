using Microsoft.Playwright;
using Portal.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Journeys;

/// <summary>
/// From an idea to a topic with a contract, on the pages: topic and schemas in one request; then a next version whose fault and whose
/// incompatibility are shown while it is typed, beside another team's topic, approved by both owners.
/// </summary>
internal sealed class StreamJourney(Uri portal, string cluster, string topic)
{
    public const string Level = "BACKWARD";
    public const string Incompatible = """{ "name": "channel", "type": "string" }""";
    private const string Compatible = """{ "name": "channel", "type": "string", "default": "shop" }""";

    public async Task Request(Func<Visit, Task>? look = null)
    {
        await using var sam = await Visit.As(portal, "sam");
        await sam.Open("/?env=prod");
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Request a stream" }).ClickAsync();
        await sam.IsAt("/streams/new");
        await sam.Page.Locator("#name").FillAsync(topic);
        await sam.Choose("Owner", "Checkout");
        await sam.Choose("Compatibility level", Level);
        await Expect(sam.Page.Locator("#name-2")).ToHaveValueAsync($"{topic}-value");
        await sam.Page.GetByText("Start from an example").ClickAsync();
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Avro: an event" }).ClickAsync();
        await Expect(sam.Page.Locator("#schema-2.cm-content")).ToContainTextAsync("totalCents");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Add the key schema" }).ClickAsync();
        await Expect(sam.Page.Locator("#schema-note-3")).ToContainTextAsync("Enter the schema.");
        await sam.Page.Locator("#schema-3.cm-content").FillAsync("\"string\"");
        await sam.Sees($"Register {topic}-key with its first version");
        await sam.Page.Locator("#reason").FillAsync("The flow of orders through the checkout.");
        await sam.Sees($"undone together, {topic} only while nothing was written to it");
        await (look?.Invoke(sam) ?? Task.CompletedTask);
        await Send(sam);
        await Approve("tess", sam.Page);
        await sam.HasStatus("Applied");
    }

    /// <param name="other">Another team's topic, requested along with the new version.</param>
    public async Task Widen(string other, Func<Visit, Task>? look = null)
    {
        await using var sam = await Visit.As(portal, "sam");
        await sam.Open($"/schemas/{cluster}/{topic}-value/change");
        var text = sam.Page.Locator("#schema.cm-content");
        await text.FillAsync(Version(Incompatible).Replace("\"fields\":", "\"fields\"", StringComparison.Ordinal));
        await sam.Sees("(line 4, column 12)");
        await Expect(sam.Page.Locator(".cm-lintRange-error").First).ToBeVisibleAsync();

        await IsRefusedWhileTyped(sam);
        await (look?.Invoke(sam) ?? Task.CompletedTask);

        await text.FillAsync(Version(Compatible));
        await sam.Sees($"Compatible by {Level}, as far as the texts show.");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Add a topic" }).ClickAsync();
        await sam.Page.Locator("#name-2").FillAsync(other);
        await Visit.Choose(
            sam.Page,
            sam.Page.GetByRole(AriaRole.Combobox, new() { Name = "Owner", Exact = true }).Last,
            "Payments"
        );
        await Send(sam);
        await Approve("tess", sam.Page);
        await sam.HasStatus("Waiting for approval");
        await Approve("grace", sam.Page);
        await sam.HasStatus("Applied");
    }

    /// <summary>The form names the field, its place, the rule and who can't read, and doesn't send it.</summary>
    private static async Task IsRefusedWhileTyped(Visit visit)
    {
        await visit.Page.Locator("#schema.cm-content").FillAsync(Version(Incompatible));
        await visit.Sees("channel: it isn't in what was written, and has no default. (line 8, column 5)");
        await visit.Sees($"Not compatible by {Level}");
        await visit.Page.Locator("#reason").FillAsync("Orders carry their channel, and an audit reads them.");
        await visit.Sees("Blocked by a check");
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" })).ToBeDisabledAsync();
    }

    private static async Task Send(Visit visit)
    {
        var send = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" });
        try
        {
            await Expect(send).ToBeEnabledAsync();
        }
        catch (PlaywrightException never)
        {
            throw new InvalidOperationException(await visit.Page.Locator("main").InnerTextAsync(), never);
        }

        await send.ClickAsync();
        await visit.IsAt("/changes/[0-9]+$");
    }

    private async Task Approve(string person, IPage change)
    {
        await using var visit = await Visit.As(portal, person);
        await visit.Open(new Uri(change.Url).AbsolutePath);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        await visit
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Approve plan" })
            .ClickAsync();
        await visit.Sees("You approved plan");
    }

    /// <summary>The example that the form offers, without its note and with one more field.</summary>
    public static string Version(string field) =>
        $$"""
            {
              "type": "record",
              "name": "OrderPlaced", "namespace": "com.example.orders",
              "fields": [
                { "name": "orderId", "type": "string" },
                { "name": "placedAt", "type": { "type": "long", "logicalType": "timestamp-millis" } },
                { "name": "totalCents", "type": "long" },
                {{field}}
              ]
            }
            """;
}
