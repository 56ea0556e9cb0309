using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Store;
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
        db.Add(await Due(db, 1, "corp"));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"vacuum (full, analyze) browser_session");
        db.AddRange(await Due(db, 2, "corp"), await Due(db, 3, "corp"));
        await db.SaveChangesAsync();

        var first = await renewals.Take("corp", 1, CancellationToken.None);
        var rest = await renewals.Take("corp", 8, CancellationToken.None);

        (first.Count, rest.Count).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Each_provider_s_are_taken_by_themselves_and_so_are_those_of_none_that_is_configured()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        db.AddRange(await Due(db, 4, "one"), await Due(db, 5, "other"), await Due(db, 6, "former"));
        await db.SaveChangesAsync();

        (await Taken("one")).ShouldBe(["one"]);
        (await Taken(null)).ShouldBe(["former"]);
        (await Taken("other")).ShouldBe(["other"]);

        async Task<List<string>> Taken(string? provider)
        {
            var renewals = ActivatorUtilities.CreateInstance<SessionRenewals>(
                web.Services,
                new ConfiguredProviders([Configured("one"), Configured("other")])
            );
            return [.. (await renewals.Take(provider, 8, CancellationToken.None)).Select(due => due.Provider)];
        }

        static ConfiguredProvider Configured(string key) => new(key, key, key, "groups", ["groups"], null);
    }

    private static async Task<BrowserSession> Due(PortalDb db, byte key, string provider)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            KeyHash = [key],
            PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == "ada")).Id,
            SignIn = SignInMode.OpenIdConnect,
            StartedAt = now.AddHours(-1),
            ExpiresAt = now.AddHours(1),
            Provider = provider,
            Renewal = [key],
            RenewAt = now.AddMinutes(-1),
        };
    }
}
