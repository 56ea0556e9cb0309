using Portal.Tests.Api;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.Pages;

/// <summary>Every address of a page by every role: who may not see it is told so and who can help, and no link leads there.</summary>
[Collection(DrawnPages.Shared)]
public sealed class PageRoleTests(DrawnPages pages, ITestOutputHelper output)
{
    private const string Platform = "platform";

    // What isn't for everybody who is signed in, with its query, by whom it is for.
    private static readonly Dictionary<string, string> Restricted = new(StringComparer.Ordinal)
    {
        ["/changes/{Id:long}/edit"] = "member approver platform",
        ["/clusters/register"] = Platform,
        ["/clusters/{Name}/edit"] = Platform,
        ["/clusters/{Name}/flink"] = Platform,
        ["/clusters/{Name}/job-kafka"] = Platform,
        ["/clusters/{Name}/job-registry"] = Platform,
        ["/clusters/{Name}/registry"] = Platform,
        ["/people/teams/{Name}/transfer"] = "member approver platform",
        ["/people/{Handle}/hand-over"] = Platform,
        ["/role-rules"] = Platform,
        ["/sessions?of=everybody"] = Platform,
        ["/tokens?of=everybody"] = Platform,
        ["/version"] = "platform auditor",
    };

    [Fact]
    public void Who_may_not_see_a_page_is_told_so_and_nobody_else_is()
    {
        var views = pages.All.Select(page => page.Address).Distinct().Count();

        pages
            .All.Where(page => page.IsDenied == page.For.IsAmong(Roles(page)))
            .Select(page => $"{page.Address} for {page.For}: {(page.IsDenied ? "denied" : "shown")}")
            .ShouldBeEmpty();
        pages.All.Select(page => page.Template).Distinct().ShouldBe(PageRoutes.Templates, ignoreOrder: true);
        Restricted.Keys.Except(pages.All.Select(Key)).ShouldBeEmpty();
        Restricted.Values.SelectMany(SingleRole.Unknown).ShouldBeEmpty();
        output.WriteLine(
            $"{PageRoutes.Templates.Count} pages with {views} addresses and views, {Restricted.Count} for some, drawn for {SingleRole.All.Length} holders of roles: {pages.All.Count} cells."
        );
        SecurityCounts.Says(
            $"{PageRoutes.Templates.Count} pages, {Restricted.Count} of them or of their views for some, {pages.All.Count:N0} cells"
        );
    }

    [Fact]
    public void No_link_leads_to_a_page_that_says_no()
    {
        var denied = pages.All.Where(page => page.IsDenied).ToLookup(page => page.For);

        pages
            .All.SelectMany(page => page.Links, (page, link) => (page, link))
            .Where(each => denied[each.page.For].Any(no => Matches(no, each.link)))
            .Select(each => $"{each.page.Address} for {each.page.For} leads to {each.link}")
            .ShouldBeEmpty();
    }

    /// <summary>To somebody to whom each check says yes each page is shown: whoever forgets one turns the matrix red.</summary>
    [Fact]
    public async Task A_check_that_is_forgotten_is_found()
    {
        var next = 0;
        foreach (var denied in pages.All.Where(page => page.IsDenied).GroupBy(Key).ToList())
        {
            var page = denied.ElementAt(next++ % denied.Count());
            await page.For.Unchecked(
                pages,
                async () =>
                {
                    using var visitor = await PageVisitor.Of(pages.Address, page.For.Handle);
                    (await pages.Draw(visitor, page.For, page.Template, page.Address)).IsDenied.ShouldBeFalse(
                        $"{page.Address} for {page.For}"
                    );
                }
            );
        }
    }

    private static string Roles(DrawnPage page) => Restricted.GetValueOrDefault(Key(page), "everybody");

    private static string Key(DrawnPage page) =>
        Restricted.ContainsKey(page.Template + Query(page.Address))
            ? page.Template + Query(page.Address)
            : page.Template;

    // Any page of its route, and no other view of it.
    private static bool Matches(DrawnPage denied, string link) =>
        Query(denied.Address) is var query
        && (query.Length == 0 || Query(link) == query)
        && PageRoutes.IsOf(denied.Template, link);

    private static string Query(string address) =>
        address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? address[at..] : "";
}
