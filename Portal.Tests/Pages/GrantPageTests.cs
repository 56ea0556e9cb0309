using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Pages;

/// <summary>What pages and API say of a grant that isn't as it was granted.</summary>
public sealed partial class GrantPageTests(LongIdleWeb web) : IClassFixture<LongIdleWeb>
{
    [LongFact]
    public async Task A_grant_that_is_over_while_a_change_has_it_in_hand_is_shown_with_the_change()
    {
        await web.World.Manage("orders");
        web.World.Kafka.Fault = call =>
            call == "Create" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        var reads = AccessWorlds.Reads("orders", "User:held");
        var id = await web.World.Ask(AccessWorlds.Grant("held-reads", reads), Create("held.other"));
        await web.World.PlanAll();
        await web.World.Agree(id);
        await web.World.ApplyAll();
        (await Page("/access/dev/held-reads")).ShouldContain(
            $"The change that makes it isn't over. Its ACLs are on the cluster already: change {id.Value} made them."
        );

        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Set<AccessGrant>()
                .Where(g => g.Name == "held-reads")
                .ExecuteUpdateAsync(set => set.SetProperty(g => g.ExpiresAt, TimeProvider.System.GetUtcNow()));
        }

        foreach (var page in new[] { "/access", "/access/dev/principals/User:held" })
        {
            (await Page(page)).ShouldContain(
                $"Expired, still on the cluster change {id.Value} has it in hand",
                Case.Sensitive,
                page
            );
        }

        (await Page("/access/dev/held-reads")).ShouldContain("It has expired and is still on the cluster.");
        var row = await Row("held-reads");
        ((long?)row["heldBy"], (bool?)row["managed"]).ShouldBe((id.Value, false));
    }

    [LongFact]
    public async Task A_DENY_that_wins_over_a_grant_is_named_wherever_the_grant_is_shown()
    {
        await web.World.Manage("denied.orders");
        await web.World.Carry(AccessWorlds.Grant("denied-reads", AccessWorlds.Reads("denied.orders", "User:denied")));
        (await Page("/access/dev/denied-reads")).ShouldContain("User:denied may read denied.orders");
        var deny = new Acl(
            Acl.Everybody,
            AclOperation.Describe,
            AclResource.Topic,
            AclPattern.Literal,
            "denied.orders",
            AclPermission.Deny
        );
        await Seen(deny);

        const string Named = "User:*: DENY describe topic denied.orders";
        var page = await Page("/access/dev/denied-reads");
        page.ShouldContain("User:denied was granted access to read denied.orders");
        page.ShouldContain("DENY wins over this grant.");
        page.ShouldContain($"Denied {Named}", Case.Sensitive, "of its ACLs");
        page = await Page("/access/dev/principals/User:denied");
        page.ShouldContain("DENY wins over its access to read denied.orders: some or all of it is refused.");
        page.ShouldContain($"Denied {Named}");
        (await Page("/access")).ShouldContain($"Denied {Named}");
        (await Row("denied-reads"))["denies"]!.AsArray().Count.ShouldBe(1);
    }

    [LongFact]
    public async Task A_grant_that_is_not_all_in_force_is_shown_as_granted_and_not_as_what_its_principal_may_do()
    {
        const string Granted = "User:drifted was granted access to read drifted.orders";
        const string Principal = "It was granted access to read drifted.orders, and some or all of it isn't in force.";
        await web.World.Manage("drifted.orders");
        await web.World.Carry(
            AccessWorlds.Grant("drifted-reads", AccessWorlds.Reads("drifted.orders", "User:drifted"))
        );
        (await Page("/access/dev/drifted-reads")).ShouldContain("User:drifted may read drifted.orders");
        (await Page("/access/dev/principals/User:drifted")).ShouldContain("It may read drifted.orders.");

        var now = TimeProvider.System.GetUtcNow();
        await using var db = await web.Store.CreateDbContextAsync();
        var drift = new Drift
        {
            ResourceId = (await db.Set<Resource>().SingleAsync(r => r.Name == "drifted-reads")).Id,
            Field = "read topic drifted.orders",
            Wanted = "allowed",
            Live = "removed",
            FirstSeenAt = now,
            SeenAt = now,
        };
        db.Add(drift);
        await db.SaveChangesAsync();
        await IsShownAs("Drifted");

        drift.EndedAt = now;
        await db.SaveChangesAsync();
        await db.Set<AccessGrant>()
            .Where(g => g.Name == "drifted-reads")
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.EndedAt, now));
        await IsShownAs("Not in force");

        async Task IsShownAs(string word)
        {
            var page = await Page("/access/dev/drifted-reads");
            page.ShouldContain(word, Case.Sensitive);
            page.ShouldContain(Granted);
            (await Page("/access/dev/principals/User:drifted")).ShouldContain(Principal);
        }
    }

    [LongFact]
    public async Task What_is_granted_to_everybody_is_on_the_page_of_each_principal_and_so_is_a_DENY_of_its_own()
    {
        const string Everybody = "It holds no grants on this cluster. Like everybody, it may read open.orders.";
        await web.World.Manage("open.orders");
        var reads = AccessWorlds.Reads("open.orders", Acl.Everybody) with { Group = "open-" };
        await web.World.Carry(AccessWorlds.Grant("open-reads", reads));
        var page = await Page("/access/dev/principals/User:guest");
        page.ShouldContain(Everybody);
        page.ShouldContain("open-reads");

        await Seen(
            new Acl(
                "User:guest",
                AclOperation.Read,
                AclResource.Topic,
                AclPattern.Literal,
                "open.orders",
                AclPermission.Deny
            )
        );

        page = await Page("/access/dev/principals/User:guest");
        page.ShouldContain(
            "It holds no grants on this cluster. DENY wins over its access to read open.orders: some or all of it is refused."
        );
        page.ShouldContain("Denied User:guest: DENY read topic open.orders");
        (await Page("/access/dev/principals/User:visitor")).ShouldContain(Everybody);
    }

    // As the collector reads it.
    private async Task Seen(Acl acl)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var cluster = await db.Set<Core.Clusters.Cluster>().SingleAsync(c => c.Name == "dev");
        db.Add(SeenAcl.Of(cluster.Id, acl, TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    private async Task<JsonNode> Row(string grant)
    {
        using var ada = await web.As("ada");
        return JsonNode.Parse(await ada.GetStringAsync($"/api/v1/access/dev/{grant}"))!["grant"]!;
    }

    // Its text, without markup.
    private async Task<string> Page(string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        var page = await visitor.GetStringAsync(address);
        return Space().Replace(WebUtility.HtmlDecode(Tag().Replace(Break().Replace(page, ""), " ")), " ");
    }

    [GeneratedRegex("<wbr ?/?>", RegexOptions.None, 5000)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Space();
}
