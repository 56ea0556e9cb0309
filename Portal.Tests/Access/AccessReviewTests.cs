using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.People.Federation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Owners keep or drop each grant on their data; what nobody answers for is dropped, by a change as when it expires.</summary>
public sealed class AccessReviewTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        foreach (var name in new[] { "a", "b", "c" })
        {
            await _world.Carry(Grant($"{name}-reads", Reads("orders", $"User:{name}")));
        }
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_is_dropped_and_what_nobody_answers_for_is_removed_by_changes_of_its_own()
    {
        var review = await Opened();
        (await Answer("a-reads", ReviewVerdict.Keep)).ShouldBe(1);
        (await Answer("b-reads", ReviewVerdict.Drop)).ShouldBe(1);
        (await Answer("b-reads", ReviewVerdict.Drop)).ShouldBe(0, "it was dropped before");

        await Sweep();
        await Removed("b-reads", "Dropped by grace in access review 1.");
        (await InForce()).ShouldBe(["a-reads", "c-reads"]);

        await EndsNow(review);
        await Sweep();
        await Removed("c-reads", "Nobody answered for it until the end of access review 1.");
        (await InForce()).ShouldBe(["a-reads"]);

        var after = await Review(review);
        (after.Row.Kept, after.Row.Dropped, after.Row.Unanswered, after.Row.IsOpen).ShouldBe((1, 2, 0, false));
        after.Items.Select(item => item.AnsweredBy).ShouldBe(["grace", "grace", Actor.Clock.Name]);
        await using var db = await _world.Open();
        var kinds = await db.Set<AuditEvent>()
            .Where(e => e.Kind.StartsWith("access-review."))
            .OrderBy(e => e.Id)
            .Select(e => e.Kind)
            .ToListAsync();
        kinds.ShouldBe([
            "access-review.opened",
            "access-review.kept",
            "access-review.dropped",
            "access-review.dropped",
            "access-review.closed",
        ]);
        (await db.Set<Due>().AnyAsync(d => d.Kind == AccessDues.Review)).ShouldBeFalse();
    }

    [Fact]
    public async Task Owners_are_reminded_before_the_end_and_see_what_waits_for_them()
    {
        var review = await Opened();
        (await Waits(Role.Approver)).ShouldBe([(review, 3, false)]);
        (await Waits(Role.Member)).ShouldBeEmpty("members don't answer");

        await Answer("a-reads", ReviewVerdict.Keep);
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);
        (await Waits(Role.Approver)).ShouldBe([(review, 2, true)]);
        await using var db = await _world.Open();
        var due = await db.Set<Due>().SingleAsync(d => d.Kind == AccessDues.Review);
        due.DueAt.ShouldBe((await Review(review)).Row.EndsAt);
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "access-review.reminded")).Words.ShouldStartWith(
            "2 grants need an answer until "
        );
    }

    [Fact]
    public async Task Owners_are_reminded_once_and_halfway_through_a_short_review()
    {
        var review = await Opened(days: 1);
        var opened = (await Review(review)).Row;
        (await Due()).ShouldBe(opened.OpenedAt + ((opened.EndsAt - opened.OpenedAt) / 2), TimeSpan.FromMilliseconds(1));

        await Sweep(everything: true);
        (await Audited("access-review.reminded")).ShouldBe(0, "it is too early");
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep(everything: true);
        await Sweep(everything: true);
        (await Audited("access-review.reminded")).ShouldBe(1);
        (await Due()).ShouldBe((await Review(review)).Row.EndsAt);
    }

    [Fact]
    public async Task Nothing_is_dropped_unreminded_when_no_worker_ran_until_the_end()
    {
        var review = await Opened();
        await Passed(review, TimeSpan.FromDays(8));

        await Sweep();
        var row = (await Review(review)).Row;
        (row.IsOpen, row.Dropped, row.Unanswered).ShouldBe((true, 0, 3));
        row.EndsAt.ShouldBe(row.RemindedAt!.Value + AccessReviewEnd.LeastNotice);
        (await Answer("a-reads", ReviewVerdict.Keep)).ShouldBe(1);

        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBe(["a-reads"]);
    }

    [Fact]
    public async Task An_answer_counts_in_every_review_that_is_open()
    {
        var mine = await Opened();
        var sam = await _world.Person(Role.Platform, "platform");
        var wish = new ReviewWish(null, "all", TimeProvider.System.GetUtcNow().AddDays(9));
        var all = (
            (Outcome<long>.Done)await _world.Get<AccessReviewOpening>().Open(sam, wish, CancellationToken.None)
        ).Value;
        foreach (var (grant, verdict) in new[] { ("a-reads", ReviewVerdict.Keep), ("b-reads", ReviewVerdict.Drop) })
        {
            await Given(await Grace(), [new("dev", grant, verdict)], mine);
        }

        await EndsNow(all);
        await Sweep();
        (await InForce()).ShouldBe(["a-reads"], "c-reads is answered for in neither");
        await Removed("b-reads", $"Dropped by grace in access review {all}.");
        (await Review(all)).Items.Select(item => item.AnsweredBy).ShouldBe(["grace", "grace", Actor.Clock.Name]);
        (await Audited("access-review.kept")).ShouldBe(2);
    }

    [Fact]
    public async Task An_extension_that_the_owner_approved_meanwhile_is_an_answer()
    {
        var before = await _world.Ask(
            Change("b-reads", Reads("orders", "User:b", TimeProvider.System.GetUtcNow().AddDays(100)))
        );
        await _world.PlanAll();
        await _world.Approve(before);
        var review = await Opened();
        await _world.Carry(Change("a-reads", Reads("orders", "User:a", TimeProvider.System.GetUtcNow().AddDays(200))));
        await _world.ApplyAll();
        (await _world.View(before)).Row.State.ShouldBe(ChangeState.Applied);

        var items = (await Review(review)).Items;
        items.Select(item => item.Verdict).ShouldBe([ReviewVerdict.Keep, null, null], "b was approved before");
        items[0].AnsweredBy.ShouldBe("grace");
        await EndsNow(review);
        await Sweep();
        (await InForce()).ShouldBe(["a-reads"]);
    }

    [Fact]
    public async Task Less_time_that_the_owner_approved_meanwhile_is_no_answer()
    {
        var review = await Opened();
        await _world.Carry(Change("a-reads", Reads("orders", "User:a", TimeProvider.System.GetUtcNow().AddDays(20))));

        (await Review(review)).Row.Unanswered.ShouldBe(3);
    }

    [Fact]
    public async Task What_nobody_answered_for_in_one_review_is_dropped_in_the_others_too()
    {
        var mine = await Opened();
        var sam = await _world.Person(Role.Platform, "platform");
        var wish = new ReviewWish(null, "all", TimeProvider.System.GetUtcNow().AddDays(9));
        var all = (
            (Outcome<long>.Done)await _world.Get<AccessReviewOpening>().Open(sam, wish, CancellationToken.None)
        ).Value;
        await EndsNow(mine);
        await Sweep();

        var other = await Review(all);
        (other.Row.IsOpen, other.Row.Dropped, other.Row.Unanswered).ShouldBe((true, 3, 0));
        other.Items.ShouldAllBe(item => item.AnsweredBy == Actor.Clock.Name);
    }

    [Fact]
    public async Task Approvers_of_platform_answer_for_a_team_without_one()
    {
        var review = await Opened();
        var tess = await _world.Person(Role.Approver, "platform");
        (
            await _world.Get<AccessReviewReading>().For(tess, TimeProvider.System.GetUtcNow(), CancellationToken.None)
        ).ShouldBeEmpty();
        (await Refused(tess, "a-reads", ReviewVerdict.Keep)).Kind.ShouldBe(RefusalKind.Denied);

        await Leave("payments");

        (await _world.Get<AccessReviewReading>().For(tess, TimeProvider.System.GetUtcNow(), CancellationToken.None))
            .ShouldHaveSingleItem()
            .Grants.ShouldBe(3);
        var seen = (await _world.Get<AccessReviewReading>().Of(tess, review, CancellationToken.None))!;
        seen.Items.ShouldAllBe(item => item.IsForPlatform && item.MayAnswer && item.Owner == "payments");
        (await Given(tess, "a-reads", ReviewVerdict.Keep)).ShouldBeOfType<Outcome<int>.Done>();
    }

    [Fact]
    public async Task A_review_does_not_end_while_nobody_could_keep_what_it_would_drop()
    {
        var review = await Opened();
        await Leave("payments", "platform");
        await EndsNow(review);
        await Sweep();

        var seen = (
            await _world.Get<AccessReviewReading>().Of(Caller.Clock, review, CancellationToken.None)
        ).ShouldNotBeNull();
        (seen.Row.IsOpen, seen.Row.Dropped, seen.Row.Unanswered, seen.Row.RemindedAt).ShouldBe((true, 0, 3, null));
        seen.Row.EndsAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));
        seen.Items.ShouldAllBe(item => !item.IsAnswerable && !item.IsForPlatform);
        (await InForce()).Count.ShouldBe(3);
        (await Due()).ShouldBe(seen.Row.EndsAt);
        await using (var db = await _world.Open())
        {
            (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "access-review.postponed")).Words.ShouldStartWith(
                "Nobody can keep or drop grants on data of Payments: no approver is left there, nor in Platform."
            );
        }

        // Somebody is there again: reminded first, with time to answer.
        await ComeBack();
        await Passed(review, TimeSpan.FromDays(2));
        await Sweep();
        var row = (await All()).ShouldHaveSingleItem();
        (row.IsOpen, row.Dropped).ShouldBe((true, 0));
        row.EndsAt.ShouldBe(row.RemindedAt.ShouldNotBeNull() + AccessReviewEnd.LeastNotice);
        await EndsNow(review);
        await Sweep();
        (await InForce()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reminder_names_whose_grants_nobody_can_answer_for()
    {
        var review = await Opened();
        await Leave("payments", "platform");
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);

        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "access-review.reminded")).Words.ShouldEndWith(
            " Nobody can keep or drop grants on data of Payments: no approver is left there, nor in Platform. For these the review stays open until one is there, for 30\u00a0days at most."
        );
    }

    [Fact]
    public async Task Who_becomes_answerable_after_the_reminder_is_reminded_before_anything_is_dropped()
    {
        var review = await Opened();
        await Leave(SeededStructure.Payments, SeededStructure.Platform);
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);
        await Sweep();
        (await Audited("access-review.reminded")).ShouldBe(1);
        var noted = (await Review(review)).Row;
        noted.RemindedAt.ShouldBeNull("nobody was there");
        (await Due()).ShouldBe(noted.EndsAt, "it isn't looked at again and again until then");

        await ComeBack();
        await Passed(review, TimeSpan.FromDays(3));
        await Sweep();

        var row = (await Review(review)).Row;
        (row.IsOpen, row.Dropped, row.Unanswered).ShouldBe((true, 0, 3));
        row.EndsAt.ShouldBe(row.RemindedAt.ShouldNotBeNull() + AccessReviewEnd.LeastNotice);
        (await Waits(Role.Approver)).ShouldBe([(review, 3, true)]);
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_team_without_approvers_holds_no_grants_on_the_data_of_others()
    {
        var review = await OpenedWithCheckout();
        await Leave(SeededStructure.Checkout, SeededStructure.Platform);
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);
        (await Waits(Role.Approver)).ShouldBe([(review, 3, true)], "the others are reminded on time");
        (await Answer("a-reads", ReviewVerdict.Keep)).ShouldBe(1);

        await Passed(review, TimeSpan.FromDays(3));
        await Sweep();

        (await InForce()).ShouldBe(["a-reads", "d-reads"]);
        var rest = (await Review(review)).Row;
        (rest.IsOpen, rest.Kept, rest.Dropped, rest.Unanswered, rest.RemindedAt).ShouldBe((true, 1, 2, 1, null));
        rest.EndsAt.ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));
        (await Due()).ShouldBe(rest.EndsAt);

        await ComeBack();
        await Passed(review, TimeSpan.FromHours(25));
        await Sweep();
        (await InForce()).ShouldBe(["a-reads", "d-reads"], "Checkout is reminded first");
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBe(["a-reads"]);
        (await Review(review)).Row.IsOpen.ShouldBeFalse();
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "access-review.closed")).Words.ShouldBe(
            "It is over; 3 grants that nobody answered for are dropped.",
            "two at the first end"
        );
    }

    [Fact]
    public async Task What_somebody_can_answer_for_only_since_the_others_were_reminded_is_not_dropped_with_them()
    {
        var review = await OpenedWithCheckout();
        await Leave(SeededStructure.Checkout, SeededStructure.Platform);
        await Passed(review, TimeSpan.FromDays(8));
        await Sweep();
        (await InForce()).Count.ShouldBe(4, "no worker ran until the end: who can answer is reminded now");

        await ComeBack();
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();

        (await InForce()).ShouldBe(["d-reads"]);
        await HasTimeToAnswer(review);
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_owns_the_data_only_since_the_reminder_is_reminded_before_anything_is_dropped()
    {
        var review = await Opened();
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);
        await _world.Give("orders", SeededStructure.Checkout);
        await _world.Get<AccessReviewOwners>().Renew(CancellationToken.None);
        await Passed(review, TimeSpan.FromDays(3));
        await Sweep();

        (await InForce()).Count.ShouldBe(3);
        await HasTimeToAnswer(review);
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_owns_the_data_only_since_right_before_the_end_is_reminded_before_anything_is_dropped()
    {
        var review = await Opened();
        await Passed(review, TimeSpan.FromDays(5));
        await Sweep(everything: true);
        await Passed(review, TimeSpan.FromDays(3));
        await _world.Give("orders", SeededStructure.Checkout);
        await Sweep();

        (await InForce()).Count.ShouldBe(3, "no watch has looked since");
        await HasTimeToAnswer(review);
        await Passed(review, TimeSpan.FromHours(13));
        await Sweep();
        (await InForce()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_can_answer_for_in_thirty_days_is_kept_and_blocks_no_other_review()
    {
        var review = await Opened();
        await Leave(SeededStructure.Payments, SeededStructure.Platform);
        await EndsNow(review);
        await Sweep();
        (await Looked(review, TimeSpan.FromDays(29))).ShouldNotBeNull();
        (await Looked(review, TimeSpan.FromDays(31))).ShouldBeNull();

        (await InForce()).ShouldBe(["a-reads", "b-reads", "c-reads"]);
        var after = await Review(review);
        (after.Row.IsOpen, after.Row.Kept, after.Row.Dropped, after.Row.Unanswered).ShouldBe((false, 3, 0, 0));
        after.Items.ShouldAllBe(item => item.AnsweredBy == Actor.Clock.Name);
        await using (var db = await _world.Open())
        {
            (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "access-review.closed")).Words.ShouldBe(
                "It is over; 0 grants that nobody answered for are dropped. Nobody can keep or drop grants on data of Payments: no approver is left there, nor in Platform. These stay as they are: the end was put off for 30\u00a0days."
            );
        }

        (await Opened()).ShouldNotBe(review);
    }

    [Fact]
    public async Task Grants_on_a_deregistered_cluster_that_nobody_can_answer_for_keep_no_review_open()
    {
        var review = await Opened();
        await Leave(SeededStructure.Payments, SeededStructure.Platform);
        await EndsNow(review);
        await Sql($"update cluster set deregistered_at = now() where name = 'dev'");

        (await Looked(review, TimeSpan.Zero)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_owns_the_data_by_now_answers_and_not_who_owned_it_when_it_was_granted()
    {
        await _world.Manage("pay.in");
        await _world.Carry(Grant("d-reads", Reads("pay.", "User:d") with { Pattern = AclPattern.Prefixed }));
        var review = await Opened();
        await _world.Give("orders", SeededStructure.Checkout);
        await _world.Record(TopicKind.Word, "pay.out", WorkerWorld.Spec(3, 1), owner: SeededStructure.Checkout);
        await _world.Get<AccessReviewOwners>().Renew(CancellationToken.None);

        (await Waits(Role.Approver)).ShouldBeEmpty();
        (await Refused(await Grace(), "a-reads", ReviewVerdict.Keep)).Kind.ShouldBe(RefusalKind.Denied);
        (await Review(review))
            .Items.Select(item => (item.Name, item.Owner))
            .ShouldBe(
                [
                    ("a-reads", SeededStructure.Checkout),
                    ("b-reads", SeededStructure.Checkout),
                    ("c-reads", SeededStructure.Checkout),
                    ("d-reads", SeededStructure.Platform),
                ],
                ignoreOrder: true
            );
        var theirs = await _world.Person(Role.Approver, SeededStructure.Checkout);
        (await _world.Get<AccessReviewReading>().For(theirs, TimeProvider.System.GetUtcNow(), CancellationToken.None))
            .ShouldHaveSingleItem()
            .Grants.ShouldBe(3);
        (await Given(theirs, "a-reads", ReviewVerdict.Keep)).ShouldBeOfType<Outcome<int>.Done>();

        var wish = new ReviewWish(SeededStructure.Checkout, "yearly", TimeProvider.System.GetUtcNow().AddDays(7));
        var own = (
            await _world.Get<AccessReviewOpening>().Open(theirs, wish, CancellationToken.None)
        ).ShouldBeOfType<Outcome<long>.Done>();
        (await Review(own.Value)).Items.Select(item => item.Name).ShouldBe(["a-reads", "b-reads", "c-reads"]);

        var ends = TimeProvider.System.GetUtcNow().AddDays(200);
        var longer = await _world.Ask(Change("c-reads", Reads("orders", "User:c", ends)));
        await _world.PlanAll();
        var plan = (await _world.View(longer)).Plan!;
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        (
            await _world.Get<Voting>().Cast(theirs, longer, ballot, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        if ((await _world.View(longer)).Row.State == ChangeState.PendingApproval)
        {
            await _world.Agree(longer);
        }

        await _world.ApplyAll();
        (await Review(review))
            .Items.Single(item => item.Name == "c-reads")
            .AnsweredBy.ShouldBe(theirs.Actor.Name, "by approving more time");
    }

    [Fact]
    public async Task Who_requested_a_grant_drops_it_and_does_not_keep_it_while_anybody_else_could()
    {
        await Sql(
            $"""
            insert into membership (person_id, team_id, role)
            select p.id, t.id, 'approver' from person p, team t where p.handle = 'ada' and t.name = 'payments'
            """
        );
        var review = await Opened();
        var ada = await _world.Person(Role.Member, SeededStructure.Payments); // who requested all three
        (await Waiting(ada)).ShouldBeEmpty();
        (await Seen(ada)).ShouldAllBe(item => item.MayAnswer && !item.Keep.Granted && !item.IsForPlatform);
        var byToken = ada with { Actor = new Actor("bot", ActorVia.Token, "ada") };
        foreach (var who in new[] { ada, byToken })
        {
            var no = await Refused(who, "a-reads", ReviewVerdict.Keep);
            (no.Kind, no.Words).ShouldBe(
                (
                    RefusalKind.Denied,
                    "a-reads: You requested this access, or created the token that did, so another approver has to keep it. You can drop it."
                )
            );
        }

        (await Given(ada, "b-reads", ReviewVerdict.Drop)).ShouldBeOfType<Outcome<int>.Done>();
        (await Answer("a-reads", ReviewVerdict.Keep)).ShouldBe(1);

        // Of payments only ada is left, and platform has somebody.
        await Sql(
            $"update person set disabled_at = now(), disabled_by = 'sam', disabled_reason = 'left' where handle = 'grace'"
        );
        var tess = await _world.Person(Role.Approver, "platform");
        (await Refused(ada, "c-reads", ReviewVerdict.Keep)).Kind.ShouldBe(RefusalKind.Denied);
        (await Waiting(ada)).ShouldBeEmpty();
        (await Waiting(tess)).ShouldBe([1]);
        (await Seen(tess)).ShouldAllBe(item => item.IsForPlatform && item.Keep.Granted);

        await Leave("platform");
        (await Waiting(ada)).ShouldBe([1], "nobody else is left");
        (await Given(ada, "c-reads", ReviewVerdict.Keep)).ShouldBeOfType<Outcome<int>.Done>();

        async Task<IReadOnlyList<ReviewItemRow>> Seen(Caller who) =>
            (await _world.Get<AccessReviewReading>().Of(who, review, CancellationToken.None))!.Items;

        async Task<IEnumerable<int>> Waiting(Caller who) =>
            (
                await _world
                    .Get<AccessReviewReading>()
                    .For(who, TimeProvider.System.GetUtcNow(), CancellationToken.None)
            ).Select(mine => mine.Grants);
    }

    [Fact]
    public async Task Another_account_of_who_requested_a_grant_does_not_keep_it_either()
    {
        await OneAddress("ada", "grace"); // Ada requested all three.
        var review = await Opened();
        var (grace, tess) = (await Grace(), await _world.Person(Role.Approver, "platform"));

        (await Refused(grace, "a-reads", ReviewVerdict.Keep)).Kind.ShouldBe(RefusalKind.Denied);
        (await Waits(Role.Approver)).ShouldBeEmpty();
        (await Given(tess, [new("dev", "a-reads", ReviewVerdict.Keep)], review)).ShouldBeOfType<Outcome<int>.Done>();
        (await Given(grace, "b-reads", ReviewVerdict.Drop)).ShouldBeOfType<Outcome<int>.Done>();
    }

    private async Task OneAddress(params string[] handles)
    {
        await using var db = await _world.Open();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var person in await db.Set<Person>().Where(p => handles.Contains(p.Handle)).ToListAsync())
        {
            db.Add(
                new ExternalIdentity
                {
                    Provider = "corp",
                    Issuer = "https://corp.example",
                    Subject = person.Handle,
                    PersonId = person.Id,
                    Email = "ada@corp.example",
                    SignedInAt = now,
                    AccessEndsAt = now.AddDays(30),
                }
            );
        }

        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_grant_is_answered_for_once_in_a_request()
    {
        await Opened();
        var twice = await Given(
            await Grace(),
            [new("dev", "a-reads", ReviewVerdict.Drop), new("dev", "a-reads", ReviewVerdict.Keep)]
        );

        twice
            .ShouldBeOfType<Outcome<int>.Refused>()
            .Why.Fields.ShouldBe(
                new Dictionary<string, string>
                {
                    ["answers[1].name"] = "a-reads on dev is named twice. Answer for each grant once.",
                }
            );
        (await Review(1)).Row.Unanswered.ShouldBe(3);
    }

    [Fact]
    public async Task Only_approvers_of_the_data_answer_and_a_drop_is_not_taken_back()
    {
        await Opened();
        foreach (
            var (role, team) in new[]
            {
                (Role.Member, "payments"),
                (Role.Platform, "platform"),
                (Role.Approver, "checkout"),
            }
        )
        {
            (await Refused(await _world.Person(role, team), "a-reads", ReviewVerdict.Drop)).Kind.ShouldBe(
                RefusalKind.Denied
            );
        }

        var grace = await Grace();
        (await Refused(grace with { IsBootstrap = true }, "a-reads", ReviewVerdict.Keep)).Kind.ShouldBe(
            RefusalKind.Denied
        );
        (await Refused(grace, "unknown", ReviewVerdict.Keep)).Fields!.Keys.ShouldBe(["answers[0].name"]);
        await Answer("a-reads", ReviewVerdict.Keep);
        await Answer("a-reads", ReviewVerdict.Drop);
        (await Refused(grace, "a-reads", ReviewVerdict.Keep)).Fields!.Keys.ShouldBe(["answers[0].verdict"]);
        (await InForce()).Count.ShouldBe(3, "until its change is applied");
    }

    [Fact]
    public async Task After_a_restore_a_review_that_is_over_drops_nothing_yet_and_takes_answers()
    {
        var review = await Opened();
        await EndsNow(review);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                await File.ReadAllTextAsync(Repository.PathOf("setup", "restored-dues.sql"))
            );
        }

        await Sweep();

        (await InForce()).Count.ShouldBe(3);
        (await Answer("a-reads", ReviewVerdict.Keep)).ShouldBe(1);
        (await Due()).ShouldBe((await Review(review)).Row.EndsAt);
    }

    [Fact]
    public async Task A_review_that_is_over_takes_no_answer()
    {
        var review = await Opened();
        await EndsNow(review);

        (await Refused(await Grace(), "a-reads", ReviewVerdict.Keep)).Words.ShouldBe(
            "Access review 1 is over. Request access again for what was dropped."
        );
    }

    [Fact]
    public async Task One_at_a_time_is_opened_by_who_may_and_not_over_nothing()
    {
        var opening = _world.Get<AccessReviewOpening>();
        var ends = TimeProvider.System.GetUtcNow().AddDays(7);
        var grace = await Grace();
        (await Open(grace, new(null, "everything", ends)))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
        (await Open(grace, new("checkout", "theirs", ends)))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);
        var sam = await _world.Person(Role.Platform, "platform");
        (await Open(sam, new("nobody", "x", ends.AddDays(400))))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Fields!.Keys.ShouldBe(["team", "deadline"], ignoreOrder: true);
        (await Open(sam, new("checkout", "nothing there", ends)))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Words.ShouldStartWith("No grant on data of Checkout lasts until ");
        (await Open(sam, new("payments", "yearly", ends))).ShouldBeOfType<Outcome<long>.Done>();
        (await Open(grace, new("payments", "again", ends)))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Words.ShouldBe("A review of access to data of Payments is open already.");

        Task<Outcome<long>> Open(Caller who, ReviewWish wish) => opening.Open(who, wish, CancellationToken.None);
    }

    [Fact]
    public async Task The_calendar_opens_one_over_everything_as_often_as_it_is_set()
    {
        await Look(null);
        (await All()).ShouldBeEmpty("nothing is set");
        await Look(90);
        await Look(90);

        var review = (await All()).ShouldHaveSingleItem();
        (review.OpenedBy, review.Team, review.Grants, review.Reason).ShouldBe(
            (Actor.Clock.Name, null, 3, "Every 90 days.")
        );
    }

    private async Task Look(int? days) =>
        await new ReviewCalendar(
            _world.Stores,
            _world.Get<AccessReviewOpening>(),
            Options.Create(new AccessOptions { ReviewEveryDays = days }),
            TimeProvider.System,
            NullLogger<ReviewCalendar>.Instance
        ).Look(CancellationToken.None);

    private async Task<IReadOnlyList<ReviewRow>> All() =>
        await _world.Get<AccessReviewReading>().Newest(null, 10, CancellationToken.None);

    private async Task Sql(FormattableString statement)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(statement);
    }

    // Whoever approves for them.
    private Task Leave(params string[] teams) =>
        Sql(
            $"""
            update person set disabled_at = now(), disabled_by = 'sam', disabled_reason = 'left'
            where id in (
                select person_id from membership m join team t on t.id = m.team_id
                where m.role = 'approver' and t.name = any({teams})
            )
            """
        );

    private Task ComeBack() => Sql($"update person set disabled_at = null, disabled_by = null, disabled_reason = null");

    // By a worker, so much later.
    private async Task<DateTimeOffset?> Looked(long review, TimeSpan later)
    {
        await using var db = await _world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var next = await new AccessReviewEnd(_world.Get<AccessReviewOwners>(), new LaterClock(later)).Do(
            db,
            review,
            CancellationToken.None
        );
        await transaction.CommitAsync();
        return next;
    }

    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    private Task<Caller> Grace() => _world.As("grace");

    private async Task<long> Opened(int days = 7)
    {
        var ends = TimeProvider.System.GetUtcNow().AddDays(days).AddMinutes(1);
        var wish = new ReviewWish("payments", "yearly", ends);
        return (
            (Outcome<long>.Done)
                await _world.Get<AccessReviewOpening>().Open(await Grace(), wish, CancellationToken.None)
        ).Value;
    }

    // Over everybody's data, with a grant on Checkout's.
    private async Task<long> OpenedWithCheckout()
    {
        await _world.Manage("carts");
        await _world.Carry(Grant("d-reads", Reads("carts", "User:d")));
        await _world.Give("carts", SeededStructure.Checkout);
        var sam = await _world.Person(Role.Platform, SeededStructure.Platform);
        var wish = new ReviewWish(null, "all", TimeProvider.System.GetUtcNow().AddDays(7).AddMinutes(1));
        return (await _world.Get<AccessReviewOpening>().Open(sam, wish, CancellationToken.None))
            .ShouldBeOfType<Outcome<long>.Done>()
            .Value;
    }

    private async Task HasTimeToAnswer(long review)
    {
        var row = (await Review(review)).Row;
        row.IsOpen.ShouldBeTrue();
        row.EndsAt.ShouldBe(row.RemindedAt.ShouldNotBeNull() + AccessReviewEnd.LeastNotice);
    }

    private async Task<int> Answer(string grant, ReviewVerdict verdict) =>
        ((Outcome<int>.Done)await Given(await Grace(), grant, verdict)).Value;

    private async Task<Refusal> Refused(Caller who, string grant, ReviewVerdict verdict) =>
        ((Outcome<int>.Refused)await Given(who, grant, verdict)).Why;

    private Task<Outcome<int>> Given(Caller who, string grant, ReviewVerdict verdict) =>
        Given(who, [new("dev", grant, verdict)]);

    private async Task<Outcome<int>> Given(Caller who, IReadOnlyList<ReviewAnswer> answers, long? review = null) =>
        await _world
            .Get<AccessReviewAnswers>()
            .Answer(who, review ?? (await All())[0].Id, answers, CancellationToken.None);

    private async Task<ReviewDetails> Review(long id) =>
        (await _world.Get<AccessReviewReading>().Of(await Grace(), id, CancellationToken.None))!;

    private async Task<IReadOnlyList<(long, int, bool)>> Waits(Role role) =>
        [
            .. (
                await _world
                    .Get<AccessReviewReading>()
                    .For(
                        await _world.Person(role, SeededStructure.Payments),
                        TimeProvider.System.GetUtcNow(),
                        CancellationToken.None
                    )
            ).Select(review => (review.Review, review.Grants, review.IsReminder)),
        ];

    // What is due is done once, by the handlers that the workers have.
    private async Task Sweep(bool everything = false)
    {
        IDueHandler[] handlers =
        [
            new ReviewEnd(_world.Get<AccessReviewEnd>()),
            new AccessExpiry(
                _world.Get<ChangeRequests>(),
                new AgreedEnd(_world.Get<ChangeMover>()),
                _world.Ledger(),
                TimeProvider.System,
                NullLogger<AccessExpiry>.Instance
            ),
        ];
        if (everything)
        {
            await using var db = await _world.Open();
            await db.Database.ExecuteSqlAsync($"update due set due_at = now() where kind = 'access-review'");
        }

        await new DueSweep(_world.Stores, handlers, TimeProvider.System, NullLogger<DueSweep>.Instance).Sweep(
            CancellationToken.None
        );
        await _world.PlanAll();
        await _world.ApplyAll();
    }

    private async Task<DateTimeOffset> Due()
    {
        await using var db = await _world.Open();
        return (await db.Set<Due>().SingleAsync(d => d.Kind == AccessDues.Review)).DueAt;
    }

    private async Task<int> Audited(string kind)
    {
        await using var db = await _world.Open();
        return await db.Set<AuditEvent>().CountAsync(e => e.Kind == kind);
    }

    // As if it had been opened earlier by this.
    private async Task Passed(long review, TimeSpan time)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"update access_review set opened_at = opened_at - {time}, ends_at = ends_at - {time} where id = {review}"
        );
        await db.Database.ExecuteSqlAsync($"update due set due_at = due_at - {time} where kind = 'access-review'");
    }

    // Its owners were reminded.
    private async Task EndsNow(long review)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            update access_review
            set opened_at = opened_at - interval '30 days', reminded_at = now() - interval '3 days', ends_at = now() - interval '1 second'
            where id = {review}
            """
        );
        await db.Database.ExecuteSqlAsync(
            $"update access_review_item set reminded_at = now() - interval '3 days' where review_id = {review}"
        );
        await db.Database.ExecuteSqlAsync($"update due set due_at = now() where kind = 'access-review'");
    }

    private async Task<IReadOnlyList<string>> InForce()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>()
            .Where(g => g.EndedAt == null)
            .OrderBy(g => g.Name)
            .Select(g => g.Name)
            .ToListAsync();
    }

    private async Task Removed(string grant, string reason)
    {
        await using var db = await _world.Open();
        var change = await db.Set<Change>()
            .SingleAsync(c =>
                c.Actor.Name == Actor.Clock.Name
                && c.Resources.Any(r => r.Name == grant && r.Operation == ResourceOperation.Delete)
            );
        (change.State, change.Reason).ShouldBe((ChangeState.Applied, reason));
    }
}
