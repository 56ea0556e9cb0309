using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

public sealed class PrincipalQuotaPageTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_principal_s_page_shows_what_its_clients_may_do_a_second()
    {
        (await Shown("User:limited")).ShouldContain("Quota: not measured yet");
        await using (
            var db = await web.Services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync()
        )
        {
            var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev-eu-1")).Id;
            var now = TimeProvider.System.GetUtcNow();
            if (await db.Set<AclReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster) is not { } reading)
            {
                reading = new AclReading { ClusterId = cluster, TriedAt = now };
                db.Add(reading);
            }

            reading.QuotasReadAt = now;
            db.Add(SeenQuota.Of(cluster, "User:limited", new(ClientQuota.AllClients, "producer_byte_rate", 1 << 20)));
            await db.SaveChangesAsync();
        }

        (await Shown("User:limited")).ShouldContain("Quota: 1\u00A0MiB/s produce");
        (await Shown("User:other")).ShouldContain("Quota: none of its own");
    }

    private async Task<string> Shown(string principal)
    {
        using var visitor = await PageVisitor.Of(web.Address, "ada");
        return System.Net.WebUtility.HtmlDecode(
            await visitor.GetStringAsync($"/access/dev-eu-1/principals/{principal}")
        );
    }
}
