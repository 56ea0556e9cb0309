using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;
using Portal.Tests.Api;

namespace Portal.Tests.SignIn;

/// <summary>Which sessions a web node asks providers about.</summary>
public sealed class SessionRenewalTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task No_more_are_taken_than_were_wanted_though_the_store_plans_for_a_table_of_one_row()
    {
        var renewals = web.Services.GetRequiredService<SessionRenewals>();
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(await Due(1));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"vacuum (full, analyze) browser_session");
        db.AddRange(await Due(2), await Due(3));
        await db.SaveChangesAsync();

        var first = await renewals.Take(1, CancellationToken.None);
        var rest = await renewals.Take(8, CancellationToken.None);

        (first.Count, rest.Count).ShouldBe((1, 2));

        async Task<BrowserSession> Due(byte key)
        {
            var now = TimeProvider.System.GetUtcNow();
            return new()
            {
                KeyHash = [key],
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == "ada")).Id,
                SignIn = SignInMode.OpenIdConnect,
                StartedAt = now.AddHours(-1),
                ExpiresAt = now.AddHours(1),
                Provider = "corp",
                Renewal = [key],
                RenewAt = now.AddMinutes(-1),
            };
        }
    }
}
