using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>
/// A page whose connection was lost sends once more what was typed since, and nothing turns into something else by that. Blazor's classes are
/// played here: the connection is there all the time.
/// </summary>
[Collection(PageWorldTests.Name)]
public sealed class RejoinedPageTests(PageWorld world)
{
    private const string Lose =
        "() => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-show'; }";
    private const string Rejoin =
        "() => { document.getElementById('components-reconnect-modal').className = 'components-reconnect-hide'; }";
    private const string MuchLater = "() => { const now = Date.now; Date.now = () => now() + 61_000; }";

    // With a file that was chosen before.
    private const string Record = """
        () => {
          const file = Object.assign(document.createElement('input'), { type: 'file', id: 'file' });
          document.body.append(file);
          file.dispatchEvent(new Event('input', { bubbles: true }));
          window.sent = [];
          document.addEventListener('change', ({ target }) => window.sent.push(target.id || target.parentElement.querySelector('b').innerText));
        }
        """;

    // As after six minutes of tries. Whether a web answers the page looks only to be loaded again: it never hears of one here.
    private const string GiveUp = """
        async () => {
          const looks = [];
          window.fetch = to => {
            looks.push(to);
            return new Promise(() => {});
          };
          document.getElementById('components-reconnect-modal').className = 'components-reconnect-failed';
          await new Promise(requestAnimationFrame);
          return looks;
        }
        """;

    // The same, and something that is shown only once is there by the time that a web answers.
    private const string GiveUpBefore = """
        async () => {
          let answer;
          window.fetch = () => new Promise(go => (answer = () => go(new Response())));
          document.getElementById('components-reconnect-modal').className = 'components-reconnect-failed';
          await new Promise(requestAnimationFrame);
          document.body.dataset.once = '';
          answer();
          await new Promise(go => setTimeout(go));
          return sessionStorage.getItem('portal-reloads');
        }
        """;

    // As when another process answers, which doesn't have the page.
    private const string Reject = """
        () => {
          window.isRejected = true;
          document.getElementById('components-reconnect-modal').className = 'components-reconnect-rejected';
        }
        """;

    // As when the page was being drawn meanwhile: what is typed next reaches no handler, which is answered with an error.
    private const string LoseNext = """
        () => document.body.addEventListener('input', event => {
          event.stopPropagation();
          Promise.reject(new Error("There was an exception invoking 'DispatchEventAsync'."));
        }, { capture: true, once: true })
        """;

    [Fact]
    public async Task What_is_typed_and_reaches_no_handler_is_sent_once_more()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics/request");
        await ada.Page.EvaluateAsync(LoseNext);

        await ada.Page.Locator("#name").FillAsync("payments.unheard");

        await ada.IsAt("draft=[0-9]+");
        await ada.Page.ReloadAsync();
        await ada.Alive();
        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("payments.unheard");
    }

    [Fact]
    public async Task A_page_that_cannot_go_on_says_that_a_draft_is_kept_and_has_it_when_it_is_loaded_again()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics/request");
        await ada.Page.Locator("#name").FillAsync("payments.rejected");
        await ada.IsAt("draft=[0-9]+");

        await ada.Page.EvaluateAsync(Reject);
        await ada.Sees("What you typed is gone, unless it was saved as a draft");
        await ada.Page.Locator("#components-reconnect-modal .while-rejected [data-reload]").ClickAsync();

        await ada.Page.WaitForFunctionAsync(
            "() => !window.isRejected && document.documentElement.dataset.circuit === 'up'"
        );
        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("payments.rejected");
    }

    [Fact]
    public async Task What_stands_there_is_sent_once_more_but_neither_files_nor_what_arrived_long_before()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics/request");
        await Choose(ada.Page, "Compacted table");
        await Choose(ada.Page, "Event stream");
        await ada.Page.EvaluateAsync(Record);

        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.EvaluateAsync(Rejoin);
        (await Sent(ada.Page)).ShouldBe(["preset-event-stream"]);

        await Choose(ada.Page, "Short-lived");
        await ada.Page.EvaluateAsync(MuchLater);
        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.Locator("#name").FillAsync("payments.rejoined");
        await ada.Page.Locator("#reason").FillAsync("Typed while nobody listened.");
        await ada.Page.Locator("#name").FillAsync("payments.rejoined.again");
        await Sent(ada.Page);
        await ada.Page.EvaluateAsync(MuchLater);
        await ada.Page.EvaluateAsync(Rejoin);
        (await Sent(ada.Page)).ShouldBe(["reason", "name"], "in the order last touched");
    }

    [Fact]
    public async Task A_box_that_is_checked_stays_so()
    {
        await world.Seen("payments.disputes-value", "id");
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/unowned");
        var box = ada.Page.GetByLabel("Claim payments.disputes-value");
        await box.CheckAsync();
        await ada.Sees("1 selected");

        await ada.Page.EvaluateAsync(Lose);
        await ada.Page.EvaluateAsync(Rejoin);
        // What the page answers comes after what it made of the box.
        await ada.Page.Locator(".filters input[type=search]").FillAsync("disputes");
        await ada.IsAt("words=disputes");

        await ada.Sees("1 selected");
        await Expect(box).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_token_that_is_shown_only_once_stays_until_its_reader_loads_the_page_again()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/tokens");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        await ada.Page.Locator("#token-name").FillAsync("rejoined");
        await ada.InDialog("Make the token").ClickAsync();
        await ada.Sees("it is shown only once");
        await Expect(ada.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0); // with what was typed in it

        (await ada.Page.EvaluateAsync<string[]>(GiveUp)).ShouldBeEmpty();

        await Expect(ada.Page.GetByLabel("the token", new() { Exact = true })).ToBeVisibleAsync();
        await ada.Page.Locator("#components-reconnect-modal .while-failed [data-reload]").ClickAsync();
        await Expect(ada.Page.Locator("[data-once]")).ToHaveCountAsync(0);
        await ada.Alive();
    }

    [Fact]
    public async Task What_is_shown_only_once_stays_also_when_a_web_answers_later()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open("/topics");

        (await ada.Page.EvaluateAsync<string?>(GiveUpBefore)).ShouldBeNull();
    }

    private static async Task Choose(IPage page, string title)
    {
        var choice = page.Locator("label.choice", new() { HasText = title });
        await choice.ClickAsync();
        await Expect(choice.Locator("input")).ToBeCheckedAsync();
    }

    /// <summary>What fields have sent since this was read last.</summary>
    private static Task<string[]> Sent(IPage page) => page.EvaluateAsync<string[]>("() => window.sent.splice(0)");
}
