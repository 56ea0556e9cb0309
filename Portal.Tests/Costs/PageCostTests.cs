using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Web.Features.Overview;
using static Portal.Tests.Costs.CostedWeb;

namespace Portal.Tests.Costs;

/// <summary>
/// What each page asks of the store when it opens: as much with fifteen of everything as with five, and with fifty in a full run. The pages are
/// the routes there are, with the tabs that each page shows.
/// </summary>
public sealed partial class PageCostTests(CostedWeb web) : IClassFixture<CostedWeb>
{
    private const int Few = 5;
    private static readonly int Many = EngineSkip.FullRunOnly is null ? 50 : 15;

    // With who is signed in, what waits for them (changes and role requests), and the shell; the overview and a change are read from most places.
    private const int Most = 26;

    // They are read as a change's page reads it, and previewed as the form does when somebody types.
    private static readonly Dictionary<string, int> MostOf = new(StringComparer.Ordinal)
    {
        ["/changes/{Id:long}/edit"] = 34,
        ["/changes/{Id:long}/another"] = 34,
        ["/access/{Cluster}/{Name}/change"] = 36,
        ["/service-accounts/{Cluster}/{Name}/change"] = 35,
        ["/jobs/{Cluster}/{Name}/change"] = 27,
    };

    [Fact]
    public void Every_page_is_counted() => CostedPages.WithoutAddress(PageRoutes.Templates).ShouldBeEmpty();

    [Fact]
    public async Task A_page_costs_the_same_with_many_of_everything_as_with_five()
    {
        await PortalAccounts.Create(web, "costed-ci");
        await PortalAccounts.Token(web, "costed-ci", "grace");
        var few = await Visits(await web.Fill(Few));
        var many = await Visits(await web.Fill(Many));

        many.Keys.ShouldBe(few.Keys, ignoreOrder: true);
        few.Count.ShouldBeGreaterThan(PageRoutes.Templates.Count + 20, "tabs are visited too");
        few.Select(page => (page.Key, Few: page.Value, Many: many[page.Key]))
            .Where(page =>
                page.Many.Count > MostOf.GetValueOrDefault(page.Key.Template, Most) || page.Many.Count != page.Few.Count
            )
            .Select(page => $"{page.Key}: {page.Few.Count}, then {page.Many.Count}\n{string.Join('\n', page.Many)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_overview_asks_the_store_for_jobs_alone_until_something_is_notified()
    {
        await using var seat = await Seat.Of(web, "grace");
        var overview = seat.Model<OverviewModel>();
        await overview.Load(null, CancellationToken.None);

        // What was notified before may still be on its way.
        await Deadline.Until(async () => !await AsksForGrants());

        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"select pg_notify({StoreChannel.Shown}, {StoreChannel.People})");
        // Sooner than what is kept is read again by itself.
        await Deadline.Until(AsksForGrants, within: TimeSpan.FromSeconds(15));

        async Task<bool> AsksForGrants() =>
            (await CountedCommands.Of(() => overview.Load(null, CancellationToken.None))).Any(command =>
                command.Contains("access_grant", StringComparison.Ordinal)
            );
    }

    private async Task<Dictionary<(string Template, int Address, string Tab), IReadOnlyList<string>>> Visits(
        Filled filled
    )
    {
        using var grace = await PageVisitor.Of(web.Address, "grace");
        using var sam = await PageVisitor.Of(web.Address, "sam");
        var visits = new Dictionary<(string, int, string), IReadOnlyList<string>>();
        foreach (var template in PageRoutes.Templates)
        {
            var person = CostedPages.Visitor(template) == "sam" ? sam : grace;
            foreach (var (number, address) in CostedPages.Addresses(template, filled).Index())
            {
                // What is kept in memory is read by whoever comes first.
                var html = await Open(person, address);
                foreach (var tab in Tabs(html, address).Prepend(address).Distinct(StringComparer.Ordinal))
                {
                    visits[(template, number, tab == address ? "" : Query(tab))] = await Commands(
                        () => Open(person, tab),
                        tab
                    );
                }
            }
        }

        return visits;
    }

    private static async Task<IReadOnlyList<string>> Commands(Func<Task> open, string page)
    {
        var commands = (await CountedCommands.Of(open))
            .Where(c => !c.StartsWith("CONNECT", StringComparison.Ordinal))
            .ToList();
        commands.ShouldNotBeEmpty($"{page}: not even who asks was looked up, so nothing is counted");
        return commands;
    }

    private static async Task<string> Open(HttpClient person, string address)
    {
        using var answer = await person.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return await answer.Content.ReadAsStringAsync();
    }

    // Only those of an address without a query: the others are views of the same page.
    private static IEnumerable<string> Tabs(string html, string address) =>
        address.Contains('?', StringComparison.Ordinal)
            ? []
            : TabList()
                .Matches(html)
                .SelectMany(list => Link().Matches(list.Value))
                .Select(link => new Uri(WebUtility.HtmlDecode(link.Groups["to"].Value)).PathAndQuery);

    private static string Query(string address) =>
        address.Contains('?', StringComparison.Ordinal)
            ? address[address.IndexOf('?', StringComparison.Ordinal)..]
            : "";

    [GeneratedRegex("""<nav class="tabs".*?</nav>""", RegexOptions.Singleline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex TabList();

    [GeneratedRegex("href=\"(?<to>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
