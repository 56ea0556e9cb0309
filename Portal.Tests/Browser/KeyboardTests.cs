using Microsoft.Playwright;

namespace Portal.Tests.Browser;

/// <summary>Everything on the way to a topic can be done without a pointer.</summary>
[Collection(PageWorldTests.Name)]
public sealed class KeyboardTests(PageWorld world)
{
    // Both before the page can have answered the first.
    private const string TwoEnters = """
        () => {
          const field = document.querySelector('#palette input');
          for (const key of ['Enter', 'Enter']) field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        }
        """;

    // All before the page can have answered the first.
    private const string EnterThenCorrect = """
        ([before, after]) => {
          const field = document.querySelector('#palette input');
          const type = words => {
            field.value = words;
            field.dispatchEvent(new Event('input', { bubbles: true }));
          };
          type(before);
          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
          type(after);
        }
        """;

    // The places that keys lead to; nobody goes there.
    private const string RecordPlaces = """
        () => {
          window.places = [];
          document.addEventListener('click', event => {
            const place = event.target.closest('.rail a');
            if (!place) return;
            event.preventDefault();
            window.places.push(place.dataset.key);
          }, true);
        }
        """;

    [Fact]
    public async Task Keys_lead_to_the_topics_down_a_row_and_into_it()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/changes");
        // In one breath: the page forgets the first key after a second, however busy the machine is.
        await Task.WhenAll(visit.Page.Keyboard.PressAsync("g"), visit.Page.Keyboard.PressAsync("t"));
        // Its rows: the page that it leaves has some too, and names the topic.
        await Assertions.Expect(visit.Page.Locator("[data-row] a[href^='/topics/']").First).ToBeVisibleAsync();
        // Once the page has taken the focus to its title: it would take it from the row.
        await Assertions.Expect(visit.Page.Locator("h1")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("j");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAt($"/topics/{PageWorld.Prod}/");
    }

    [Fact]
    public async Task A_letter_in_a_drop_down_chooses_and_leads_nowhere()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/topics/request");
        await visit.Page.EvaluateAsync(RecordPlaces);
        await Assertions.Expect(visit.Page.Locator("h1")).ToBeFocusedAsync();
        // In one breath, as above.
        await Task.WhenAll(visit.Page.Keyboard.PressAsync("g"), visit.Page.Keyboard.PressAsync("t"));
        (await Places(visit)).ShouldBe(["t"]);

        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Cluster", Exact = true }).FocusAsync();
        await Task.WhenAll(visit.Page.Keyboard.PressAsync("g"), visit.Page.Keyboard.PressAsync("t"));

        (await Places(visit)).ShouldBe(["t"], "only those from before");
    }

    [Fact]
    public async Task Search_filters_the_page_and_lives_in_its_address()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/topics");
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("no-such");
        await visit.Sees("No topic matches");
        await visit.IsDrawn("topics-no-match");
        await visit.IsAt("/topics\\?.*words=no-such");
        await visit.Page.ReloadAsync();
        await visit.Sees("No topic matches");
    }

    [Fact]
    public async Task The_palette_opens_on_control_k_and_leads_to_what_is_found()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await FindsOrders(visit);
        await visit.Sees("Grow orders to 12 partitions");
        await visit.IsWholeInEveryLook("palette");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.IsAt($"/topics/{PageWorld.Prod}/orders$");
    }

    [Fact]
    public async Task A_second_Enter_in_the_palette_leads_nowhere_else()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await FindsOrders(visit);

        await visit.Page.EvaluateAsync(TwoEnters);

        await visit.IsAt($"/topics/{PageWorld.Prod}/orders$");
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("orders");
        await visit.IsAt($"/topics/{PageWorld.Prod}/orders$");
    }

    [Fact]
    public async Task Words_that_are_corrected_after_Enter_lead_to_what_the_store_finds_for_them()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/");
        await visit.Page.Keyboard.PressAsync("Control+k");

        await visit.Page.EvaluateAsync(EnterThenCorrect, new[] { "order", $"#{world.Waiting}" });

        await visit.IsAt($"/changes/{world.Waiting}$");
    }

    [Fact]
    public async Task A_question_mark_lists_the_keys_and_escape_closes_the_list()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/");
        await visit.Page.Keyboard.PressAsync("?");
        var list = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await Assertions.Expect(list).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(list).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_question_takes_the_focus_keeps_it_and_gives_it_back_on_escape()
    {
        await using var visit = await Visit.As(world.Address, "grace");
        await visit.Open($"/changes/{world.Waiting}");
        await visit.Page.Keyboard.PressAsync("a");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var comment = dialog.GetByLabel("Comment (optional)");
        await Assertions.Expect(comment).ToBeFocusedAsync();
        await visit.IsWholeInEveryLook("vote-dialog");
        await visit.Show(Look.Desk);
        for (var tab = 0; tab < 4; tab++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            (await dialog.Locator(":focus").CountAsync()).ShouldBe(1);
        }

        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await visit.Page.Locator("[data-shortcut=a]").First.ClickAsync();
        await Assertions.Expect(comment).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("[data-shortcut=a]").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_a_menu_opens_gives_the_focus_back_to_the_menu()
    {
        await using var visit = await Visit.As(world.Address, "grace");
        await visit.Open($"/changes/{world.Waiting}");
        var menu = visit.Page.Locator("main").GetByLabel("More actions").First;
        await menu.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send back" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByLabel("Reason")).ToBeFocusedAsync();

        await visit.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(menu).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_theme_that_was_chosen_is_there_at_the_first_paint_of_the_next_page()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Open("/");
        await visit.Page.Locator(".topbar-end > [data-theme-switch]").ClickAsync();
        await visit.Page.Locator(".topbar-end > [data-theme-switch]").ClickAsync();
        (await visit.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
        var answer = await visit.Page.APIRequest.GetAsync(new Uri(world.Address, "/topics").ToString());
        (await answer.TextAsync()).ShouldContain("data-theme=\"dark\"");
    }

    private static Task<string[]> Places(Visit visit) => visit.Page.EvaluateAsync<string[]>("() => window.places");

    private static async Task FindsOrders(Visit visit)
    {
        await visit.Open("/");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Page.Keyboard.TypeAsync("order");
        await Assertions
            .Expect(visit.Page.GetByRole(AriaRole.Option, new() { Name = "orders", Exact = false }).First)
            .ToContainTextAsync("prod");
    }
}
