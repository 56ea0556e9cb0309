using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>10,000 ACLs that no grant holds: the API pages through all of them, and a page draws a screen.</summary>
public sealed class ManyAclsPageTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const int Many = 10_000;

    [LongFact]
    public async Task All_are_listed_by_pages_and_the_first_screen_is_no_larger_for_them()
    {
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into seen_acl (cluster_id, principal, operation, resource, pattern, name, permission, host, first_seen_at)
                select {web.Dev.Value}, 'User:app-' || i % 700, 'read', 'topic', 'literal', 'topic-' || i, 'allow', '*', now()
                from generate_series(1, {Many}) as i
                """
            );
        }

        using var ada = await web.As("ada");
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var next = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/acls?limit=200&cluster=dev-eu-1{next}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                names.Add(item.GetProperty("acl").GetProperty("name").GetString()!).ShouldBeTrue();
            }

            after = page.GetProperty("next").GetString();
        } while (after is not null);

        names.Count.ShouldBe(Many);
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        var html = await visitor.GetStringAsync("/access?tab=unmanaged");
        html.ShouldContain("topic-");
        (html.Length < 1_000_000).ShouldBeTrue($"the page has {html.Length} characters");
    }
}
