using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>
/// One person's look at the portal: a browser context of its own, signed in. Whatever the console says is wrong makes
/// the test fail when the visit ends.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    // By the portal itself: the port of one that has ended may be another's soon.
    private static readonly ConditionalWeakTable<Uri, ConcurrentDictionary<string, string>> Sessions = [];
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // An event that left the browser as the server took its element off the page has nobody to handle it. What a handler itself
    // throws ends the circuit, which the console says too.
    private const string LateEvent = "DispatchEventAsync";
    private readonly IBrowserContext _context;
    private readonly List<string> _wrong = [];
    private readonly List<string> _late = [];
    private bool _isForgiving;

    private static bool IsThorough => Picture.Wanted || EngineSkip.FullRunOnly is null;

    private Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Blame($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) =>
        {
            if (error.Contains(LateEvent, StringComparison.Ordinal))
            {
                _late.Add(error);
            }
            else
            {
                Blame($"exception: {error}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>From now on, for what a test provokes: a lost connection is said on the console too.</summary>
    public void Forgive() => _isForgiving = true;

    /// <summary>Signed in as this person, on no page yet. Who has signed in once in a run comes back with that session.</summary>
    /// <param name="signIn">From the sign-in page on; null: as one of the seeded people.</param>
    public static async Task<Visit> As(Uri portal, string handle, Func<Visit, string, Task>? signIn = null)
    {
        var sessions = Sessions.GetOrCreateValue(portal);
        if (!sessions.TryGetValue(handle, out var session))
        {
            sessions[handle] = session = await SignIn(portal, handle, signIn ?? Choose);
        }

        return await New(portal, session);
    }

    /// <summary>Nobody yet, on no page.</summary>
    public static Task<Visit> Stranger(Uri portal) => New(portal, session: null);

    private static async Task<string> SignIn(Uri portal, string handle, Func<Visit, string, Task> signIn)
    {
        await using var visit = await New(portal, session: null);
        await visit.Page.GotoAsync("/sign-in");
        await signIn(visit, handle);
        await visit.Page.WaitForFunctionAsync(
            "() => !location.pathname.startsWith('/sign-in') && document.readyState === 'complete'"
        );
        return await visit._context.StorageStateAsync();
    }

    private static Task Choose(Visit visit, string handle) =>
        visit.Page.Locator($"button[value={handle}], [data-handle={handle}]").First.ClickAsync();

    private static async Task<Visit> New(Uri portal, string? session)
    {
        var browser = await Chrome.Browser;
        var fresh = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = portal.ToString(),
                ViewportSize = new ViewportSize { Width = Look.Desk.Width, Height = Look.Desk.Height },
                ColorScheme = ColorScheme.Light,
                TimezoneId = "Europe/Berlin",
                Locale = "en-GB",
                StorageState = session,
                IgnoreHTTPSErrors = true, // a proxy of a test has made its certificate itself
            }
        );
        fresh.SetDefaultTimeout(Chrome.LongestWait);
        return new Visit(fresh, await fresh.NewPageAsync());
    }

    /// <summary>Keeps what the browser requests from these addresses from it, until the answer's result is set.</summary>
    public async Task<TaskCompletionSource> Hold(string addresses)
    {
        var goOn = new TaskCompletionSource();
        await Page.RouteAsync(
            addresses,
            async route =>
            {
                await goOn.Task;
                await route.ContinueAsync();
            }
        );
        return goOn;
    }

    /// <summary>Goes to an address and waits until the circuit answers: before that a click has no effect.</summary>
    public async Task Open(string address)
    {
        await Page.GotoAsync(address);
        await Alive();
    }

    public Task IsAt(string address) => IsAt(Page, address);

    /// <summary>
    /// The page comes to this address, a regular expression. Playwright's own waiting for one may wait for ever for the
    /// loading of a page that the circuit has drawn already.
    /// </summary>
    public static Task IsAt(IPage page, string address) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(address, RegexOptions.None, TimeSpan.FromSeconds(1)));

    public Task Alive() => Page.WaitForFunctionAsync("() => document.documentElement.dataset.circuit === 'up'");

    /// <summary>
    /// Opens the drop-down of this name, takes the option of these words, and waits until it is the chosen one: Radzen
    /// tells the choice only after it has closed the list, and nobody goes on before seeing it.
    /// </summary>
    public static Task Choose(IPage page, string name, string option) =>
        Choose(page, page.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true }), option);

    /// <inheritdoc cref="Choose(IPage, string, string)"/>
    public static async Task Choose(IPage page, ILocator dropDown, string option)
    {
        await dropDown.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Assertions.Expect(dropDown.Locator(".rz-dropdown-label")).ToHaveTextAsync(option);
    }

    public Task Choose(string name, string option) => Choose(Page, name, option);

    /// <summary>The words come to stand on the page.</summary>
    public async Task Sees(string words)
    {
        try
        {
            await Assertions.Expect(Page.GetByText(words).Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        }
        catch (PlaywrightException never) when (_late.Count > 0)
        {
            throw new InvalidOperationException($"Events that nobody handled: {string.Join('\n', _late)}", never);
        }
    }

    /// <summary>What isn't the page's one primary action lies in its menu.</summary>
    public async Task ChooseFromMenu(string words)
    {
        await Page.Locator("main").GetByLabel("More actions").First.ClickAsync();
        await Page.GetByText(words).ClickAsync();
    }

    /// <summary>The button in the dialog that is open.</summary>
    public ILocator InDialog(string button) =>
        Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    /// <summary>The word of the status in the page's title.</summary>
    public Task HasStatus(string word) => Assertions.Expect(Page.Locator(".title-row .chip")).ToHaveTextAsync(word);

    /// <summary>
    /// What is shown now: accessible, nothing cut at the side, and a picture of it where pictures are wanted. Its colours in the dark,
    /// and what axe says of a phone, in a full run: the same words and the same few colours are seen on a desk and by the others.
    /// </summary>
    public async Task IsWholeInEveryLook(string? picture = null)
    {
        foreach (var look in IsThorough ? Look.All : [Look.Desk, Look.Phone])
        {
            await Show(look);
            if (IsThorough || look == Look.Desk)
            {
                await IsAccessible(look);
            }

            await FitsItsWidth();
            if (look == Look.Desk)
            {
                await HasHeadingsOnOneLine();
            }

            if (picture is not null)
            {
                await Picture.Take(this, picture, look);
            }
        }
    }

    /// <summary>As <see cref="IsWholeInEveryLook"/>, in a full run: it is made of parts that every run looks at on other pages.</summary>
    public Task IsWholeAsWell(string? picture = null) => IsThorough ? IsWholeInEveryLook(picture) : Task.CompletedTask;

    /// <summary>A picture in each look where pictures are wanted, of what other tests show to be whole.</summary>
    public async Task IsDrawn(string picture)
    {
        foreach (var look in Picture.Wanted ? Look.All : [])
        {
            await Show(look);
            await Picture.Take(this, picture, look);
        }
    }

    /// <summary>The headings of a table stand on one line, whether they sort it or not.</summary>
    private async Task HasHeadingsOnOneLine()
    {
        var uneven = await Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main thead tr')].flatMap(row => {
              const tops = [...row.cells].filter(cell => cell.offsetWidth && cell.textContent.trim()).map(cell => {
                const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT, node => node.data.trim() ? 1 : 2).nextNode();
                const range = document.createRange();
                range.selectNodeContents(words);
                return range.getBoundingClientRect().top;
              });
              return Math.max(...tops) - Math.min(...tops) > 0.4 ? [`${row.innerText}: ${tops}`] : [];
            })
            """
        );
        uneven.ShouldBeEmpty();
    }

    /// <summary>The page stays and looks otherwise, as on a screen that is turned or at nightfall.</summary>
    public async Task Show(Look look)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
        await Page.SetViewportSizeAsync(look.Width, look.Height);
        await IsStill();
    }

    /// <summary>By the frame after the next it is drawn, and once what changes its colour slowly has done so.</summary>
    private Task IsStill() =>
        Page.EvaluateAsync(
            """
            async () => {
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
              const changing = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
              await Promise.allSettled(changing.map(({ finished }) => finished));
            }
            """
        );

    /// <summary>
    /// No serious or critical finding of axe on what is shown now. In the dark only colours are another page's, and on a phone
    /// they alone are not.
    /// </summary>
    public async Task IsAccessible(Look? look = null)
    {
        await IsStill();
        // Half a megabyte of script: once a page, and nothing is worked out for what is in order.
        if (await Page.EvaluateAsync<bool>("() => !window.axe"))
        {
            await Page.EvaluateAsync(Axe);
        }

        var found = await Page.EvaluateAsync<string[]>(
            """
            async options => {
              const { violations } = await axe.run({ resultTypes: ['violations'], ...options });
              return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' | ')}`);
            }
            """,
            look switch
            {
                { Dark: true } => new { runOnly = "color-contrast" },
                _ when look == Look.Phone => new
                {
                    rules = new Dictionary<string, object> { ["color-contrast"] = new { enabled = false } },
                },
                _ => new { },
            }
        );
        found.ShouldBeEmpty();
    }

    /// <summary>Nothing is cut at the side: not the page, and nothing in it that would have to be scrolled to be seen.</summary>
    public async Task FitsItsWidth()
    {
        var wider = await Page.EvaluateAsync<string[]>(
            """
            () => [document.documentElement, ...document.querySelectorAll('main .table-scroll, main .tabs')]
              .filter(part => part.scrollWidth > part.clientWidth)
              .map(part => `${part.className || part.tagName} ${part.ariaLabel ?? ''}: ${part.scrollWidth} > ${part.clientWidth}, ${part.querySelector('tr[data-row]')?.innerText ?? ''}`)
            """
        );
        wider.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        var last = Page.Url; // where a test that was failing already had come to
        await _context.CloseAsync();
        _wrong.ShouldBeEmpty($"{last}{Environment.NewLine}{FailedPages.All}");
    }

    private void Blame(string words)
    {
        if (!_isForgiving)
        {
            _wrong.Add(words);
        }
    }
}
