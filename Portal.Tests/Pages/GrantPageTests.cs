using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Pages;

/// <summary>What pages and API say of a grant that isn't as it was granted.</summary>
public sealed partial class GrantPageTests(IdleWeb web) : IClassFixture<IdleWeb>
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
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var cluster = await db.Set<Core.Clusters.Cluster>().SingleAsync(c => c.Name == "dev");
            db.Add(SeenAcl.Of(cluster.Id, deny, TimeProvider.System.GetUtcNow()));
            await db.SaveChangesAsync();
        }

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
