using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Who may do what with a topic, on its page and by the API: also through what counts for it without naming it.</summary>
public sealed partial class TopicAccessTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Topic = "payments.captured";

    [Fact]
    public async Task A_topic_shows_access_through_its_name_a_prefix_every_topic_and_everybody_and_a_DENY_that_wins()
    {
        await web.ReadJobs();
        await Fill();

        var page = await Page(Topic);
        foreach (
            var (principal, what) in new[]
            {
                ("User:named", "named-reads"),
                ("User:capture", "capture-writes-payments"), // by a prefix
                ("User:all", "all-reads"), // every topic
            }
        )
        {
            page.ShouldContain(row => row.Contains(principal) && row.Contains(what), what);
        }

        foreach (
            var words in new[]
            {
                "User:by-name ALLOW read topic payments.captured any host",
                "User:by-prefix ALLOW write topic pay (prefix) any host",
                "User:by-all ALLOW read topic * any host",
                "User:* ALLOW describe topic payments.captured any host",
                "User:named DENY read topic payments. (prefix) any host", // wins over named-reads
            }
        )
        {
            page.ShouldContain(row => row.StartsWith(words), words);
        }

        page.ShouldNotContain(row => row.Contains("order-mailer-reads-orders") || row.Contains("User:legacy-export"));

        (await Items("access", "name")).ShouldBe(["all-reads", "capture-writes-payments", "named-reads"]);
        (await Items("acls", "principal"))
            .Except(["User:contractor"])
            .ShouldBe(["User:*", "User:by-all", "User:by-name", "User:by-prefix", "User:named"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_topic_says_until_when_each_may_and_when_it_was_last_seen_using_it()
    {
        await web.ReadJobs();

        var page = await Page("orders");

        page.ShouldContain(row => row.Contains("Expires") && row.Contains("Last seen using it"));
        var mailer = page.Single(row => row.StartsWith("order-mailer-reads-orders", StringComparison.Ordinal));
        mailer.ShouldContain("in 2 d");
        mailer.ShouldContain("No consumer group whose name begins with order-mailer- is seen on it.");
        var billing = page.Single(row => row.StartsWith("orders ", StringComparison.Ordinal));
        billing.ShouldContain("in 70 d");
    }

    private async Task Fill()
    {
        await Grant("named-reads", "User:named", Topic, AclPattern.Literal);
        await Grant("all-reads", "User:all", Acl.Any, AclPattern.Literal);
        await using var db = await web.Store.CreateDbContextAsync();
        foreach (
            var (principal, operation, pattern, name, permission) in new[]
            {
                ("User:by-name", AclOperation.Read, AclPattern.Literal, Topic, AclPermission.Allow),
                ("User:by-prefix", AclOperation.Write, AclPattern.Prefixed, "pay", AclPermission.Allow),
                ("User:by-all", AclOperation.Read, AclPattern.Literal, Acl.Any, AclPermission.Allow),
                (Acl.Everybody, AclOperation.Describe, AclPattern.Literal, Topic, AclPermission.Allow),
                ("User:named", AclOperation.Read, AclPattern.Prefixed, "payments.", AclPermission.Deny),
            }
        )
        {
            var acl = new Acl(principal, operation, AclResource.Topic, pattern, name, permission);
            db.Add(SeenAcl.Of(web.Prod, acl, web.Now));
        }

        await db.SaveChangesAsync();
    }

    private async Task Grant(string name, string principal, string topic, AclPattern pattern)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var spec = new AccessSpec(principal, AccessMode.Read, topic, pattern, "g-", null, null, true, "payments");
        var owner = db.Set<Resource>().First(r => r.Name == Topic).OwnerTeamId;
        await WatchedAccess.Add(db, web.Prod, owner, name, spec, web.Now, isWhole: true);
        await db.SaveChangesAsync();
    }

    // The text of each row, without its markup.
    private async Task<IReadOnlyList<string>> Page(string topic)
    {
        using var ada = await PageVisitor.Of(web.Address, "ada");
        var page = await ada.GetStringAsync($"/topics/prod-eu-1/{topic}?tab=access");
        return
        [
            .. Row()
                .Matches(page)
                .Select(row =>
                    Space()
                        .Replace(WebUtility.HtmlDecode(Tag().Replace(Break().Replace(row.Value, ""), " ")), " ")
                        .Trim()
                ),
        ];
    }

    private async Task<IEnumerable<string>> Items(string list, string field)
    {
        using var ada = await web.As("ada");
        var page = JsonNode.Parse(await ada.GetStringAsync($"/api/v1/{list}?cluster=prod-eu-1&topic={Topic}"));
        return page!["items"]!.AsArray().Select(item => (string)(item![field] ?? item["acl"]![field])!);
    }

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline, 5000)]
    private static partial Regex Row();

    [GeneratedRegex("<wbr ?/?>", RegexOptions.None, 5000)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Space();
}
