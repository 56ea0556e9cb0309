using System.Net.Http.Json;
using Microsoft.Playwright;
using Portal.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>
/// From a topic's page to a request for a job, on the bundled cluster's stream runtime: completion out of the catalogue, a mistake at its
/// line and column, the plan, and a form that goes on with the statements.
/// </summary>
[Collection(PageWorldTests.Name)]
public sealed class StudioJourneyTests(PageWorld world)
{
    private const string Editor = "#statements.cm-content";
    private const int MostPresses = 60;

    [LongFact]
    public async Task A_query_is_written_checked_and_explained_by_keyboard_and_becomes_the_request_for_a_job()
    {
        await world.HasFlink();
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open($"/topics/{PageWorld.Prod}/payments.captured");
        await ada.ChooseFromMenu("Query in the SQL studio");
        await ada.IsAt("/jobs/studio");
        await ada.Alive();
        await Expect(ada.Page.Locator(Editor)).ToContainTextAsync("payments.captured");
        await ada.Sees("Execution plan");
        await ada.Sees("begin a statement with INSERT INTO");

        await Write(ada, "SELECT id, amuont\nFROM main.`payments.captured`");
        await ada.Sees("line 1, column 12");
        await Expect(ada.Page.Locator(".cm-lintRange-error")).ToHaveTextAsync("amuont");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create job" })).ToBeDisabledAsync();
        await ada.IsDrawn("studio-error");
        await TabTo(ada, ada.Page.Locator("[data-goto]").First);
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.Locator(Editor)).ToBeFocusedAsync();

        // The caret stands at the mistake: the word goes, and its column is completed.
        for (var i = 0; i < "amuont".Length; i++)
        {
            await ada.Page.Keyboard.PressAsync("Delete");
        }

        await ada.Page.Keyboard.TypeAsync("am");
        var proposed = ada.Page.Locator(".cm-tooltip-autocomplete [aria-selected]");
        await Expect(proposed).ToContainTextAsync("amount");
        // What was proposed just now isn't taken by a key that was meant for the text, and the gateway's words may come as late as setup/editor/flink.js
        // waits for them.
        await ada.Page.Keyboard.PressAsync("o", new() { Delay = 1_300 });
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Sees("Valid");
        await ada.Page.Keyboard.TypeAsync(" + 1");
        await Expect(ada.Page.Locator(Editor)).ToContainTextAsync("SELECT id, amount + 1");
        await ada.Sees("Valid");

        // In no list of the page's: the SQL Gateway says that it may stand there.
        await ada.Page.Keyboard.PressAsync("Control+End");
        await ada.Page.Keyboard.TypeAsync(" WHERE id IS JS");
        await Deadline.Until(() => IsProposed(ada, "O", "JSON"));

        await Write(
            ada,
            "INSERT INTO main.`payments.disputes`\nSELECT id\nFROM main.`payments.captured`\nWHERE amount > 1000"
        );
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create job" })).ToBeEnabledAsync();
        await Expect(ada.Page.Locator(".code-diff")).ToContainTextAsync("(amount > 1000)");
        await ada.Sees("Valid");
        await ada.Sees("Exactly once: checkpoints every");
        await ada.Sees("Saved as a draft");
        await TabTo(ada, ada.Page.GetByRole(AriaRole.Button, new() { Name = "Preview rows" }));
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Sees("Everything that the topics had when it began was read.");
        await ada.IsWholeInEveryLook("studio");

        await ada.Page.ReloadAsync();
        await ada.Alive();
        await Expect(ada.Page.Locator(Editor)).ToContainTextAsync("WHERE amount > 1000");
        await ada.Page.Locator(Editor).FocusAsync();
        await TabTo(ada, ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create job" }));
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.IsAt("/jobs/request");
        await ada.Alive();
        await Expect(ada.Page.Locator(Editor)).ToContainTextAsync("WHERE amount > 1000");
        await ada.Page.Locator("#name").FillAsync("large-payments");
        await ada.Page.Locator("#reason").FillAsync("For those who look into large payments.");
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Send for approval" })).ToBeEnabledAsync();

        await ada.Choose("Deserialization errors", "Skip, and write to a dead-letter topic");
        await ada.Sees("A skipped record has to be kept.");
        await ada.Page.Locator("#dead-letter-topic").FillAsync("main.payments.disputes");
        await ada.Sees("The job writes its results to main.payments.disputes");
        await ada.Page.Locator("#dead-letter-topic").FillAsync("main.no-such-topic");
        await ada.Sees("No topic no-such-topic was seen on main.");
        await ada.Sees("Flink's avro-confluent format can't skip one");
    }

    /// <summary>By the key alone, as whoever has no pointer: the editor lets the focus go.</summary>
    private static async Task TabTo(Visit visit, ILocator target)
    {
        for (var presses = 0; presses < MostPresses && !await IsFocused(target); presses++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        await Expect(target).ToBeFocusedAsync();
    }

    private static Task<bool> IsFocused(ILocator target) =>
        target.EvaluateAsync<bool>("element => element === document.activeElement");

    // On a busy machine the gateway's words come after the editor has stopped waiting for them: then the next key brings them.
    private static async Task<bool> IsProposed(Visit visit, string key, string word)
    {
        await visit.Page.Keyboard.PressAsync(key);
        try
        {
            await Expect(visit.Page.Locator(".cm-tooltip-autocomplete").GetByText(word, new() { Exact = true }))
                .ToBeVisibleAsync(new() { Timeout = 5_000 });
            return true;
        }
        catch (PlaywrightException)
        {
            await visit.Page.Keyboard.PressAsync("Backspace");
            return false;
        }
    }

    private static async Task Write(Visit visit, string text)
    {
        await visit.Page.Locator(Editor).FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
    }
}
