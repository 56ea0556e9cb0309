using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.People;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Workers.Calendar.People;
using static Portal.Tests.Api.RoleRequestsOf;

namespace Portal.Tests.Api;

/// <summary>A role for an emergency, by two people, and its review by a third.</summary>
public sealed class BreakGlassTests(PortalWeb web) : IClassFixture<PortalWeb>, IAsyncLifetime
{
    private BreakGlassOpening Opening => web.Services.GetRequiredService<BreakGlassOpening>();

    private BreakGlassConfirmation Confirmation => web.Services.GetRequiredService<BreakGlassConfirmation>();

    private BreakGlassClosing Closing => web.Services.GetRequiredService<BreakGlassClosing>();

    private BreakGlassList List => web.Services.GetRequiredService<BreakGlassList>();

    public Task InitializeAsync() => Task.CompletedTask;

    // Each test begins with nobody's glass broken, and no review open.
    public Task DisposeAsync() => BreakGlassOf.CloseAll(web);

    [Fact]
    public async Task Two_people_give_a_role_for_four_hours_and_a_third_reviews_what_was_done_with_it()
    {
        var access = await BreakGlassOf.Open(web, "ada", "logistics", Role.OnCall);
        (await Caller(web, "ada")).Caller.Memberships.ShouldNotContain(m => m.Role == Role.OnCall);

        Done(await Confirmation.Confirm(await Caller(web, "noor"), access.Id, default));

        var ada = await Caller(web, "ada");
        var held = ada.Caller.Memberships.Single(m => m.Role == Role.OnCall);
        held.IsElevation.ShouldBeTrue();
        (held.ExpiresAt!.Value - TimeProvider.System.GetUtcNow()).ShouldBeInRange(
            TimeSpan.FromMinutes(235),
            TimeSpan.FromHours(4)
        );
        (await Caller(web, "ada", ActorVia.Token)).Caller.Memberships.ShouldNotContain(m => m.Role == Role.OnCall);
        await RoleRequestOf("ada");
        WhyNot(await Closing.Review(await Caller(web, "sam"), access.Id, "Nothing unusual.", default))
            .Words.ShouldContain("isn't over yet");
        Done(await Closing.End(ada, access.Id, default));
        (await Caller(web, "ada")).Caller.Memberships.ShouldNotContain(m => m.Role == Role.OnCall);
        (await State(access.Id)).ShouldBe(BreakGlassState.ReviewOpen);

        var row = (await List.Find(access.Id, default))!;
        (await List.Events(ada.Caller, row, default)).ShouldBeNull(
            "who may not read the audit log reads none of it here"
        );
        var done = (await List.Events((await Caller(web, "sam")).Caller, row, default))!;
        done.Select(e => e.Kind).ShouldContain("role-request.sent");
        done.ShouldAllBe(e => e.Actor.Name == "ada" && e.At >= row.ConfirmedAt);
        using var mina = await web.As("mina");
        using var reviewed = await mina.PostAsJsonAsync(
            $"/api/v1/break-glass/{access.Id}/review",
            new { review = "A role was requested and nothing else." }
        );
        reviewed.StatusCode.ShouldBe(HttpStatusCode.OK, await reviewed.Content.ReadAsStringAsync());
        (await reviewed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString().ShouldBe("reviewed");
        await using var db = await web.Store.CreateDbContextAsync();
        (
            await db.Set<AuditEvent>()
                .Where(e => EF.Functions.Like(e.Kind, "break-glass.%") && e.Subject == "ada")
                .OrderBy(e => e.Id)
                .Select(e => $"{e.Actor.Name} {e.Kind}")
                .ToListAsync()
        ).ShouldBe([
            "ada break-glass.opened",
            "noor break-glass.confirmed",
            "ada break-glass.ended",
            "mina break-glass.reviewed",
        ]);
        (
            await db.Set<Due>().AnyAsync(d => d.Kind == PeopleDues.BreakGlassEnds && d.SubjectId == access.Id)
        ).ShouldBeFalse();
    }

    [Fact]
    public async Task Both_people_need_a_sign_in_of_the_last_minutes()
    {
        var wish = new BreakGlassWish("logistics", Role.OnCall, "The whole line stands still.");
        WhyNot(await Opening.Open(await ProvedAnHourAgo("ada"), wish, default)).Kind.ShouldBe(RefusalKind.SignInAgain);
        var access = await BreakGlassOf.Open(web, "ada", "logistics", Role.OnCall);

        WhyNot(await Confirmation.Confirm(await ProvedAnHourAgo("noor"), access.Id, default))
            .Kind.ShouldBe(RefusalKind.SignInAgain);

        Done(await Confirmation.Confirm(await Caller(web, "noor"), access.Id, default));
    }

    [Theory]
    [InlineData("grace", true)]
    [InlineData("noor", true)]
    [InlineData("sam", true)]
    [InlineData("lin", false)]
    [InlineData("omar", false)]
    public async Task The_second_person_approves_is_on_call_or_platform_somewhere(string who, bool may)
    {
        var access = await BreakGlassOf.Open(web, "iris", "search", Role.Approver);

        var outcome = await Confirmation.Confirm(await Caller(web, who), access.Id, default);

        (outcome is Outcome<BreakGlassAccess>.Done).ShouldBe(may);
    }

    [Fact]
    public async Task Nobody_is_both_of_the_two_and_neither_of_them_reviews_it()
    {
        var access = await BreakGlassOf.Open(web, "grace", "search", Role.Approver);
        var grace = await Caller(web, "grace");
        WhyNot(await Confirmation.Confirm(grace, access.Id, default))
            .Words.ShouldContain("somebody else has to confirm");
        Done(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default));
        WhyNot(await Confirmation.Confirm(await Caller(web, "mina"), access.Id, default))
            .Words.ShouldContain("confirmed it already");
        Done(await Closing.End(grace, access.Id, default));

        WhyNot(await Closing.Review(await Caller(web, "sam"), access.Id, "It was all fine.", default))
            .Words.ShouldContain("somebody else has to review");
        WhyNot(await Closing.Review(grace, access.Id, "It was all fine.", default)).Kind.ShouldBe(RefusalKind.Denied);
        WhyNot(await Closing.Review(await Caller(web, "noor"), access.Id, "It was all fine.", default))
            .Words.ShouldContain("Only platform engineers and auditors");
        WhyNot(await Closing.Review(await Caller(web, "mina"), access.Id, "Fine.", default))
            .Kind.ShouldBe(RefusalKind.Invalid);
        Done(await Closing.Review(await Caller(web, "mina"), access.Id, "It was all fine.", default));
        WhyNot(await Closing.Review(await Caller(web, "mina"), access.Id, "It was all fine.", default))
            .Words.ShouldContain("reviewed it already");
    }

    [Fact]
    public async Task A_token_neither_opens_nor_confirms_and_neither_does_a_service_account_or_the_bootstrap_administrator()
    {
        var wish = new BreakGlassWish("search", Role.OnCall, "The ledger stands still.");
        WhyNot(await Opening.Open(await Caller(web, "lin", ActorVia.Token), wish, default))
            .Words.ShouldContain("not by a token");
        var access = await BreakGlassOf.Open(web, "lin", "search", Role.OnCall);
        WhyNot(await Confirmation.Confirm(await Caller(web, "sam", ActorVia.Token), access.Id, default))
            .Words.ShouldContain("not by a token");
        var sam = (await Caller(web, "sam")).Caller;
        foreach (
            var nobody in (Caller[])
                [
                    sam with
                    {
                        IsBootstrap = true,
                    },
                    sam with
                    {
                        IsServiceAccount = true,
                        Actor = new Actor("payments-ci", ActorVia.Page, "sam"),
                    },
                ]
        )
        {
            BreakGlassOpening.May(nobody).Granted.ShouldBeFalse();
            BreakGlassConfirmation.May(nobody, "lin").Granted.ShouldBeFalse();
            BreakGlassClosing.MayReview(nobody, "lin", "grace").Granted.ShouldBeFalse();
        }

        BreakGlassConfirmation
            .May(sam with { Actor = new Actor("sam", ActorVia.Page, "lin") }, "lin")
            .Granted.ShouldBeFalse("who acts for the first is no second");
    }

    [Fact]
    public async Task It_lapses_when_nobody_confirms_it_in_time_though_no_worker_runs()
    {
        var access = await BreakGlassOf.Open(web, "omar", "payments", Role.OnCall);
        WhyNot(
            await Opening.Open(
                await Caller(web, "omar"),
                new BreakGlassWish("checkout", Role.OnCall, "Another emergency."),
                default
            )
        )
            .Words.ShouldContain("already");
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"update break_glass set opened_at = now() - interval '16 minutes', confirm_by = now() - interval '1 second' where id = {access.Id}"
        );

        WhyNot(await Confirmation.Confirm(await Caller(web, "sam"), access.Id, default))
            .Words.ShouldContain("It is over");

        (await State(access.Id)).ShouldBe(BreakGlassState.NotConfirmed);
        await Swept(access.Id);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "break-glass.lapsed" && e.Subject == "omar")).ShouldBe(1);
        (await BreakGlassOf.Open(web, "omar", "payments", Role.OnCall)).Id.ShouldBeGreaterThan(access.Id);
    }

    [Fact]
    public async Task Its_time_ends_it_and_leaves_the_review_open()
    {
        var access = await BreakGlassOf.Open(web, "lin", "checkout", Role.OnCall);
        Done(await Confirmation.Confirm(await Caller(web, "tess"), access.Id, default));
        await using var db = await web.Store.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            update break_glass set ends_at = now() - interval '1 second' where id = {access.Id};
            update role_grant set given_at = now() - interval '5 hours', expires_at = now() - interval '1 second'
            where id = (select grant_id from break_glass where id = {access.Id});
            update membership set expires_at = now() - interval '1 second'
            where grant_id = (select grant_id from break_glass where id = {access.Id});
            """
        );

        (await State(access.Id)).ShouldBe(BreakGlassState.ReviewOpen);
        (await Caller(web, "lin")).Caller.Memberships.ShouldNotContain(m => m.IsElevation);
        await Swept(access.Id);
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "break-glass.ended" && e.Subject == "lin")).ShouldBe(1);
        Done(await Closing.Review(await Caller(web, "sam"), access.Id, "Nothing was done.", default));
    }

    [Fact]
    public async Task Of_two_who_confirm_at_once_one_does()
    {
        var access = await BreakGlassOf.Open(web, "iris", "analytics", Role.OnCall);
        var (sam, mina) = (await Caller(web, "sam"), await Caller(web, "mina"));

        var both = await Task.WhenAll(
            Confirmation.Confirm(sam, access.Id, default),
            Confirmation.Confirm(mina, access.Id, default)
        );

        both.OfType<Outcome<BreakGlassAccess>.Done>().Count().ShouldBe(1);
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<Membership>().CountAsync(m => m.IsElevation && m.PersonId == access.PersonId)).ShouldBe(1);
    }

    [Fact]
    public async Task A_role_by_break_glass_confirms_no_other_and_a_disabled_person_has_none()
    {
        var first = await BreakGlassOf.Open(web, "ada", "platform", Role.Platform);
        Done(await Confirmation.Confirm(await Caller(web, "sam"), first.Id, default));
        var second = await BreakGlassOf.Open(web, "iris", "search", Role.OnCall);
        var ada = await Caller(web, "ada");
        ada.Caller.IsPlatform.ShouldBeTrue();

        WhyNot(await Confirmation.Confirm(ada, second.Id, default)).Kind.ShouldBe(RefusalKind.Denied);
        await People.Disable(web, "iris");
        WhyNot(await Confirmation.Confirm(await Caller(web, "mina"), second.Id, default))
            .Words.ShouldContain("is disabled");
        await People.Enable(web, "iris");
        var mina = await Caller(web, "mina");
        await People.Disable(web, "mina");
        WhyNot(await Confirmation.Confirm(mina, second.Id, default)).Words.ShouldContain("disabled meanwhile");
        await People.Enable(web, "mina");
        var access = web.Services.GetRequiredService<PersonAccess>();
        Done(await access.Disable(ada, "mina", "For a test.", default));
        WhyNot(await access.Disable(ada, "sam", "For a test.", default)).Words.ShouldContain("Nobody would be left");
        WhyNot(await access.Enable(ada, "mina", default)).Words.ShouldContain("doesn't count for that");
        await People.Enable(web, "mina");
        Done(
            await web
                .Services.GetRequiredService<RoleGrants>()
                .Take(await Caller(web, "mina"), new("ada"), "platform", Role.Platform, default)
        );
        (await State(first.Id)).ShouldBe(BreakGlassState.ReviewOpen, "its role was taken away");
    }

    [Theory]
    [InlineData("search", Role.Auditor, "The ledger stands still.", "role")]
    [InlineData("search", Role.Platform, "The ledger stands still.", "team")]
    [InlineData("search", Role.OnCall, "now", "reason")]
    public async Task What_is_no_emergency_is_refused_beside_the_field(
        string team,
        Role role,
        string reason,
        string field
    )
    {
        var refused = WhyNot(
            await Opening.Open(await Caller(web, "lin"), new BreakGlassWish(team, role, reason), default)
        );

        refused.Fields!.Keys.ShouldBe([field]);
    }

    [Fact]
    public async Task Who_is_in_no_team_opens_nothing_and_who_has_the_role_needs_none()
    {
        var stranger = (await Caller(web, "lin")).Caller with { Memberships = [] };
        BreakGlassOpening.May(stranger).Granted.ShouldBeFalse();

        WhyNot(
            await Opening.Open(
                await Caller(web, "noor"),
                new BreakGlassWish("payments", Role.OnCall, "The ledger stands still."),
                default
            )
        )
            .Words.ShouldContain("already");
    }

    private async Task<BreakGlassState> State(long id) =>
        (await List.Find(id, default))!.StateAt(TimeProvider.System.GetUtcNow());

    private async Task RoleRequestOf(string handle)
    {
        using var client = await web.As(handle);
        await Send(client, "search", "member");
    }

    // As the workers do it with a row whose time has come.
    private async Task Swept(long id)
    {
        var handler = new BreakGlassEnd(new BreakGlassExpiry(TimeProvider.System));
        await using var db = await web.Store.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var due = await db.Set<Due>()
            .AsNoTracking()
            .SingleAsync(d => d.Kind == PeopleDues.BreakGlassEnds && d.SubjectId == id);
        (await handler.Handle(db, due, CancellationToken.None)).ShouldBeTrue();
        await transaction.CommitAsync();
        (await db.Set<Due>().AnyAsync(d => d.Id == due.Id)).ShouldBeFalse();
    }

    private async Task<KnownCaller> ProvedAnHourAgo(string handle)
    {
        var known = await Caller(web, handle);
        await using var db = await web.Store.CreateDbContextAsync();
        return known with
        {
            Caller = known.Caller with { Session = await ProvedSession.Of(db, known.Id, minutes: 60) },
        };
    }
}
