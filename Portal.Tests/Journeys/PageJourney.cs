using Microsoft.Playwright;
using Portal.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Journeys;

/// <summary>One topic from a request to its lag on the pages, as people do it: each in a browser of their own.</summary>
/// <param name="signIn">As <see cref="Visit.As"/> takes it.</param>
internal sealed class PageJourney(Uri portal, Func<Visit, string, Task>? signIn = null)
{
    public Task<Visit> By(string person) => Visit.As(portal, person, signIn);

    public async Task Register(string name, string environment, Func<IPage, Task> fill, string person = "sam")
    {
        await using var visit = await By(person);
        var page = visit.Page;
        await visit.Open("/clusters/register");
        await page.Locator("#cluster-name").FillAsync(name);
        await visit.Choose("Environment", environment);
        await fill(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = false }).ClickAsync();
        await Visit.IsAt(page, $"/clusters/{name}$");
    }

    /// <returns>The number of the change.</returns>
    public async Task<long> Request(string person, string cluster, string topic)
    {
        await using var visit = await By(person);
        var page = visit.Page;
        await visit.Open("/topics/request");
        await page.Locator("#name").FillAsync(topic);
        await visit.Choose("Cluster", $"{cluster} (prod)");
        return await Send(page);
    }

    /// <summary>What is filled in, with a reason.</summary>
    /// <returns>The number of the change.</returns>
    public static async Task<long> Send(IPage page)
    {
        await page.Locator("#reason").FillAsync("The journey needs it.");
        var send = page.Locator(".panel-foot button.button-primary");
        try
        {
            await Expect(send).ToBeEnabledAsync();
        }
        catch (PlaywrightException refused)
        {
            throw new InvalidOperationException(await page.Locator("main").InnerTextAsync(), refused);
        }

        await send.ClickAsync();
        await Visit.IsAt(page, "/changes/[0-9]+");
        return long.Parse(new Uri(page.Url).Segments[^1]);
    }

    /// <summary>Reads the plan and approves it, with the confirmation that the page asks for.</summary>
    public async Task Approve(string person, long id)
    {
        await using var visit = await By(person);
        var page = visit.Page;
        await visit.Open($"/changes/{id}");
        var approve = page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First;
        await Expect(approve).ToBeVisibleAsync();
        await approve.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).ClickAsync();
        await Applied(page);
    }

    public async Task Applied(string person, long id)
    {
        await using var visit = await By(person);
        await visit.Open($"/changes/{id}");
        await Applied(visit.Page);
    }

    /// <summary>The lag that the group's page shows, once it is the expected one, partition by partition.</summary>
    public async Task ShowsLag(string person, string cluster, string group, IReadOnlyDictionary<int, long?> truth)
    {
        await using var visit = await By(person);
        await visit.Open($"/groups/{cluster}/{group}?sort=partition");
        var page = visit.Page;
        // Where the group committed nothing, nothing is known.
        var rows = page.Locator("[aria-label=Partitions] tr[data-row]")
            .Filter(new() { HasNot = page.Locator("td:nth-child(3) .unknown") });
        var partitions = truth.Where(p => p.Value is not null).OrderBy(p => p.Key).ToList();
        await Expect(rows.Locator("td:nth-child(3)")).ToHaveTextAsync(partitions.Select(p => $"{p.Value:N0}"));
        await Expect(rows.Locator("th")).ToHaveTextAsync(partitions.Select(p => $"p{p.Key}"));
        await Expect(page.Locator(".facts dd").First).ToContainTextAsync($"{truth.Values.Sum():N0}");
        await visit.IsAccessible();
    }

    private static Task Applied(IPage page) => Expect(page.GetByText("Applied and verified.").First).ToBeVisibleAsync();
}
