using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Web.Layout;

namespace Portal.Tests.Pages;

/// <summary>What pages and API have of an account whose former password is over and still works.</summary>
public sealed partial class OverduePasswordPageTests(LongIdleWeb web) : IClassFixture<LongIdleWeb>
{
    private const string Name = "held-app";

    [LongFact]
    public async Task A_former_password_that_is_over_while_a_change_has_its_account_in_hand_is_shown_with_the_change()
    {
        var rotated = ServiceAccountWorlds.Beside(TimeProvider.System.GetUtcNow().AddHours(1));
        await web.World.Carry(ServiceAccountWorlds.Create(Name));
        await web.World.Carry(ServiceAccountWorlds.Update(Name, rotated));
        var id = await InHand(rotated with { Description = "Sends invoices." });
        (await Page(Addresses.ServiceAccount("dev", Name))).ShouldContain("Then it ends by itself");

        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var over = rotated with { FormerUntil = TimeProvider.System.GetUtcNow().AddHours(-1) };
            await db.Set<Resource>()
                .Where(r => r.Name == Name)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Spec, CoreJson.Write<object>(over)));
        }

        var page = await Page(Addresses.ServiceAccount("dev", Name));
        page.ShouldContain("and still works.");
        page.ShouldContain($"Change {id.Value} has the account in hand");
        page.ShouldNotContain("Then it ends by itself");
        (await Page(Addresses.ServiceAccounts)).ShouldContain("Former password overdue");
        using var ada = await web.As("ada");
        var account = await ada.GetFromJsonAsync<JsonElement>($"/api/v1/service-accounts/dev/{Name}");
        account.GetProperty("heldBy").GetInt64().ShouldBe(id.Value);
    }

    // The account's run waits for a topic beside it.
    private async Task<ChangeId> InHand(ServiceAccountSpec spec)
    {
        web.World.Kafka.Fault = call =>
            call == "Create" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        return await web.World.Started(ServiceAccountWorlds.Update(Name, spec), WorkerWorld.Create("held.app"));
    }

    // Its text, without markup.
    private async Task<string> Page(string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        var page = await visitor.GetStringAsync(address);
        return Space().Replace(WebUtility.HtmlDecode(Tag().Replace(page, " ")), " ");
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Space();
}
