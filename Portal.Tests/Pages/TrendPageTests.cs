using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>The last hour in each row: from the snapshot that all pages share, for the rows that are looked at.</summary>
public sealed class TrendPageTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    private const int Many = 2_000;

    // What is drawn before the circuit is up; from then on a screenful.
    private const int DrawnAtFirst = 120;

    [LongTheory]
    [InlineData("/topics", "In, messages a second, in the last hour: 1")]
    [InlineData("/groups", "Messages behind in the last hour: 0 to 2,961,840, now 2,961,840; unknown for 5\u00A0min")]
    [InlineData("/", "Messages behind in the last hour: 0 to 2,961,840, now 2,961,840; unknown for 5\u00A0min")]
    public async Task A_row_shows_its_last_hour_and_says_it(string address, string sentence)
    {
        web.ShowAll();
        await using var visit = await Visit.As(web.Address, "ada");
        await visit.Open(address);

        var line = visit.Page.Locator($"svg.spark[aria-label^='{sentence}']").First;

        await line.WaitForAsync();
        var path = (await line.Locator("path").Last.GetAttributeAsync("d"))!;
        path.Count(letter => letter == 'M').ShouldBe(2, "the silence is a gap in the line");
    }

    [LongFact]
    public async Task Of_thousands_of_rows_only_those_near_the_screen_are_sent_and_none_asks_for_its_past()
    {
        ShowMany();
        var asked = web.Health.Asked;
        await using var visit = await Visit.As(web.Address, "ada");
        await visit.Open("/groups");
        await visit.Sees("many-");

        var lines = await visit.Page.Locator("svg.spark").CountAsync();

        lines.ShouldBeGreaterThan(10);
        lines.ShouldBeLessThanOrEqualTo(DrawnAtFirst);
        web.Health.Asked.ShouldBe(asked);
        web.ShowAll();
    }

    private void ShowMany()
    {
        web.ShowAll();
        var cluster = web.Health.Current[web.Prod];
        var one = cluster.Groups["billing"];
        web.Health.Show(
            cluster with
            {
                Groups = cluster.Groups.AddRange(
                    Enumerable
                        .Range(0, Many)
                        .Select(n => KeyValuePair.Create($"many-{n}", one with { Name = $"many-{n}" }))
                ),
            }
        );
    }
}
