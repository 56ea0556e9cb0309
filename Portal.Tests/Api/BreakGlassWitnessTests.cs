using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Teams;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>Who is no second for an emergency, and no third for its review, though the role would do.</summary>
public sealed class BreakGlassWitnessTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private BreakGlassConfirmation Confirmation => web.Services.GetRequiredService<BreakGlassConfirmation>();

    private BreakGlassClosing Closing => web.Services.GetRequiredService<BreakGlassClosing>();

    private RoleGrants Grants => web.Services.GetRequiredService<RoleGrants>();

    public Task InitializeAsync() => Task.CompletedTask;

    // Each test begins with nobody's glass broken, and with the roles of the first start.
    public async Task DisposeAsync()
    {
        await BreakGlassOf.CloseAll(web);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"delete from membership where grant_id is not null or by_rule");
        await db.Database.ExecuteSqlAsync($"delete from external_identity where issuer = 'https://issuer.test'");
        await db.Database.ExecuteSqlAsync($"delete from role_rule where provider = 'test'");
    }

    [Fact]
    public async Task Whom_the_opener_appointed_is_no_second()
    {
        await Give("grace", "ada", "payments", Role.OnCall);
        var access = await BreakGlassOf.Open(web, "grace", "search", Role.Approver);

        var refused = WhyNot(await Confirmation.Confirm(await Caller(web, "ada"), access.Id, default));

        refused.Kind.ShouldBe(RefusalKind.Denied);
        refused.Words.ShouldContain("from Grace Okafor");
        Done(await Confirmation.Confirm(await Caller(web, "noor"), access.Id, default));
    }

    [Fact]
    public async Task Who_has_the_role_only_since_it_was_opened_is_no_second()
    {
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);
        await Give("sam", "ada", "search", Role.OnCall);

        WhyNot(await Confirmation.Confirm(await Caller(web, "ada"), access.Id, default))
            .Words.ShouldContain("only since it was opened");

        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"update role_grant set given_at = now() - interval '1 hour'");
        Done(await Confirmation.Confirm(await Caller(web, "ada"), access.Id, default));
    }

    [Fact]
    public async Task The_second_for_platform_has_the_role_for_a_week()
    {
        await Give("sam", "ada", "search", Role.OnCall);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"update role_grant set given_at = now() - interval '6 days'");
        var access = await BreakGlassOf.Open(web, "iris", "platform", Role.Platform);

        WhyNot(await Confirmation.Confirm(await Caller(web, "ada"), access.Id, default))
            .Words.ShouldContain("for less than 7");

        await db.Database.ExecuteSqlAsync($"update role_grant set given_at = now() - interval '8 days'");
        Done(await Confirmation.Confirm(await Caller(web, "ada"), access.Id, default));
    }

    [Theory]
    [InlineData("sam", -60)]
    [InlineData("mina", 1)]
    public async Task Whom_one_of_the_two_appointed_or_who_was_appointed_for_it_reviews_nothing(string by, int minutes)
    {
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);
        Done(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default));
        Done(await Closing.End(await Caller(web, "iris"), access.Id, default));
        await Give(by, "omar", "search", Role.Auditor);
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update role_grant set given_at = now() + {TimeSpan.FromMinutes(minutes)} where role = 'auditor'"
        );

        var refused = WhyNot(await Closing.Review(await Caller(web, "omar"), access.Id, "It was all fine.", default));

        refused.Kind.ShouldBe(RefusalKind.Denied);
        refused.Words.ShouldContain("Somebody else has to review it");
        Done(await Closing.Review(await Caller(web, "mina"), access.Id, "It was all fine.", default));
    }

    [Fact]
    public async Task A_rule_that_one_of_the_two_added_since_makes_nobody_a_reviewer()
    {
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);
        Done(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default));
        Done(await Closing.End(await Caller(web, "iris"), access.Id, default));
        await using var db = await web.Store.CreateDbContextAsync();
        var (omar, search) = (await Person(db, "omar"), await db.Set<Team>().SingleAsync(t => t.Name == "search"));
        db.Add(
            new RoleRule
            {
                Provider = "test",
                Claim = "groups",
                Value = "auditors",
                TeamId = search.Id,
                Role = Role.Auditor,
                CreatedBy = "sam",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        db.Add(
            new Membership
            {
                PersonId = omar.Id,
                TeamId = search.Id,
                Role = Role.Auditor,
                ByRule = true,
            }
        );
        await db.SaveChangesAsync();

        WhyNot(await Closing.Review(await Caller(web, "omar"), access.Id, "It was all fine.", default))
            .Words.ShouldContain("Somebody else has to review it");

        await db.Database.ExecuteSqlAsync($"update role_rule set created_by = 'mina' where provider = 'test'");
        Done(await Closing.Review(await Caller(web, "omar"), access.Id, "It was all fine.", default));
    }

    [Fact]
    public async Task Two_accounts_with_one_address_are_neither_both_of_the_two_nor_the_third()
    {
        await SignedIn("iris", "novak@example.org");
        await SignedIn("noor", "Novak@example.org");
        await SignedIn("mina", "novak@example.org");
        await SignedIn("sam", "");
        await SignedIn("ada", "");
        var access = await BreakGlassOf.Open(web, "iris", "search", Role.OnCall);

        WhyNot(await Confirmation.Confirm(await Caller(web, "noor"), access.Id, default))
            .Words.ShouldContain("e-mail address");

        Done(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default));
        Done(await Closing.End(await Caller(web, "iris"), access.Id, default));
        WhyNot(await Closing.Review(await Caller(web, "mina"), access.Id, "It was all fine.", default))
            .Words.ShouldContain("e-mail address");
    }

    [Fact]
    public async Task Nobody_confirms_for_the_same_person_again_before_the_former_is_reviewed()
    {
        var former = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);
        Done(await Confirmation.Confirm(await Caller(web, "sam"), former.Id, default));
        Done(await Closing.End(await Caller(web, "iris"), former.Id, default));
        var access = await BreakGlassOf.Open(web, "iris", "logistics", Role.OnCall);

        WhyNot(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default))
            .Words.ShouldContain("isn't reviewed yet");

        Done(await Closing.Review(await Caller(web, "mina"), former.Id, "It was all fine.", default));
        Done(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default));
    }

    private async Task Give(string by, string to, string team, Role role) =>
        Done(
            await Grants.Give(
                await Caller(web, by),
                new RoleWish(new(to), team, role, "For a test.", TimeProvider.System.GetUtcNow().AddDays(30)),
                default
            )
        );

    private async Task SignedIn(string handle, string email)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new ExternalIdentity
            {
                Provider = "test",
                Issuer = "https://issuer.test",
                Subject = handle,
                PersonId = (await Person(db, handle)).Id,
                Email = email,
                SignedInAt = TimeProvider.System.GetUtcNow(),
                AccessEndsAt = TimeProvider.System.GetUtcNow().AddDays(30),
            }
        );
        await db.SaveChangesAsync();
    }

    private static Task<Person> Person(DbContext db, string handle) =>
        db.Set<Person>().SingleAsync(p => p.Handle == handle);
}
