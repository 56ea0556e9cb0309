using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>10,000 ACLs that no grant holds: the API pages through all of them, and a page draws a screen. And none, where none were read.</summary>
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

    [Fact]
    public async Task ACLs_that_were_never_read_are_not_said_to_belong_to_grants_and_old_ones_only_as_last_read()
    {
        const string All = "Every ACL on these clusters belongs to a grant.";
        var unread = await Unmanaged();
        unread.ShouldContain("The ACLs of prod-eu-1 have not been read yet.");
        unread.ShouldNotContain(All, Case.Sensitive);

        await using var db = await web.Store.CreateDbContextAsync();
        var reading = new AclReading
        {
            ClusterId = web.Prod,
            ReadAt = web.Now,
            TriedAt = web.Now,
            Failure = "nobody answers.",
        };
        db.Add(reading);
        await db.SaveChangesAsync();
        var old = await Unmanaged();
        old.ShouldContain("As last read, every ACL on these clusters belongs to a grant.");
        old.ShouldNotContain(All, Case.Sensitive);

        reading.Failure = null;
        await db.SaveChangesAsync();
        (await Unmanaged()).ShouldContain(All, Case.Sensitive);

        Task<string> Unmanaged() => Page("/access?tab=unmanaged&env=prod");
    }

    [Theory]
    [InlineData("/topics/dev-eu-1/orders?tab=access")]
    [InlineData("/access/dev-eu-1/principals/User:nobody")]
    public async Task The_page_of_a_topic_or_a_principal_names_ACLs_that_were_never_read_and_old_ones_as_last_read(
        string address
    )
    {
        const string All = "Every ACL that counts for it belongs to a grant.";
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Set<AclReading>().Where(r => r.ClusterId == web.Dev).ExecuteDeleteAsync();
        var unread = await Page(address);
        unread.ShouldContain("The ACLs of dev-eu-1 have not been read yet.");
        unread.ShouldNotContain(All);

        var reading = new AclReading
        {
            ClusterId = web.Dev,
            ReadAt = web.Now,
            TriedAt = web.Now,
            Failure = "nobody answers.",
        };
        db.Add(reading);
        await db.SaveChangesAsync();
        (await Page(address)).ShouldContain("As last read, every ACL that counts for it belongs to a grant.");

        reading.Failure = null;
        await db.SaveChangesAsync();
        (await Page(address)).ShouldContain(All, Case.Sensitive);
    }

    private async Task<string> Page(string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }
}
