using System.Net;
using Portal.Tests.Api;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>A list that is narrowed to an environment says so, above all where it is empty.</summary>
public sealed class ChangesPageTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    private const string Wider = "Look in all environments";

    [Theory]
    [InlineData("tab=stuck", "No stuck changes in dev")]
    [InlineData("tab=all&words=%23999", "No change matches “#999” in dev")]
    public async Task Where_an_environment_has_none_it_is_named_and_all_are_offered(string query, string title)
    {
        var narrow = await Page($"{query}&env=dev");
        narrow.ShouldContain($"<h3>{title}</h3>");
        narrow.ShouldContain(Wider);

        var wide = await Page($"{query}&env=all");
        wide.ShouldContain($"<h3>{title.Replace(" in dev", "", StringComparison.Ordinal)}</h3>");
        wide.ShouldNotContain(Wider);
    }

    [Fact]
    public async Task What_waits_for_me_is_listed_wherever_it_is()
    {
        var mine = await Page("tab=mine&env=dev");

        mine.ShouldContain("<h3>No approvals waiting for you</h3>");
        mine.ShouldNotContain(Wider);
    }

    [Fact]
    public async Task Where_a_search_finds_nothing_it_is_shown_how_far_back_it_goes()
    {
        const string Limit = "the newest 10,000 changes";

        (await Page("tab=all&words=nobody+has+this")).ShouldContain(Limit);
        (await Page("tab=mine&words=nobody+has+this")).ShouldNotContain(
            Limit,
            Case.Insensitive,
            "all that waits is searched"
        );
    }

    private async Task<string> Page(string query)
    {
        using var visitor = await PageVisitor.Of(web.Address, "grace");
        return WebUtility.HtmlDecode(await visitor.GetStringAsync($"/changes?{query}"));
    }
}
