using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Layout;

namespace Portal.Tests.Pages;

/// <summary>Accounts of a cluster whose credentials were never read, and of one that can't be read any more.</summary>
public sealed class UnreadAccountsPageTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task What_was_not_read_is_not_called_absent_nor_as_wanted_and_what_is_old_has_its_age_and_the_reason()
    {
        var empty = await Page();
        empty.ShouldContain("The service accounts of prod-eu-1 have not been read yet");
        empty.ShouldNotContain("No service accounts in prod yet");

        await Manage("ledger");
        var unread = await Page();
        unread.ShouldContain("Not read yet");
        unread.ShouldNotContain("As wanted");

        await Read(web.Now.AddDays(-21), "nobody answers.");
        var old = await Page();
        old.ShouldContain("The credentials of prod-eu-1 can't be read.");
        old.ShouldContain("nobody answers.");
        old.ShouldContain("What is shown was read");
        old.ShouldContain("As wanted");
        old.ShouldNotContain("Not read yet");
    }

    private async Task Manage(string account)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new Resource
            {
                Kind = ServiceAccountKind.Word,
                ClusterId = web.Prod,
                Name = account,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id,
                Spec = CoreJson.Write(
                    new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, "payments", "The ledger.")
                ),
                CreatedAt = web.Now,
                UpdatedAt = web.Now,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task Read(DateTimeOffset at, string failure)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new CredentialReading
            {
                ClusterId = web.Prod,
                ReadAt = at,
                TriedAt = web.Now,
                Failure = failure,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task<string> Page()
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        return WebUtility.HtmlDecode(await visitor.GetStringAsync($"{Addresses.ServiceAccounts}?env=prod"));
    }
}
