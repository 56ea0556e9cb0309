using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Specs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Changes;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Api.Specs;

namespace Portal.Tests.Specs;

/// <summary>Documents against what is managed and what was last seen of it.</summary>
public sealed class SpecComparisonTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly DateTimeOffset Changed = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Changed.AddMinutes(3);
    private static readonly TopicSpec Wanted = new(3, 3, TopicSpec.NoConfigs, SeededStructure.Payments);
    private static readonly JobSpec Job = JobWorlds.Spec("INSERT INTO main.b SELECT `value` FROM main.a");

    [Fact]
    public async Task What_is_managed_and_seen_as_written_is_unchanged()
    {
        await Managed("compared.same");

        (await Compare("compared.same", Live("compared.same", 3), Later)).Unchanged.ShouldBe(1);
    }

    [Theory]
    [InlineData(12, ResourceOperation.Update)]
    [InlineData(null, ResourceOperation.Create)]
    public async Task What_drifted_is_set_right_and_what_was_deleted_by_hand_is_made_again(
        int? partitions,
        ResourceOperation operation
    )
    {
        var name = $"compared.drifted.{partitions}";
        await Managed(name);

        var difference = await Compare(name, partitions is { } seen ? Live(name, seen) : null, Later);

        difference.Requests.ShouldHaveSingleItem().Draft.Resources.ShouldHaveSingleItem().Operation.ShouldBe(operation);
        difference.Requests[0].IsSeen.ShouldBeTrue();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(null)]
    public async Task What_was_read_before_a_change_was_applied_or_right_after_says_nothing_of_it(int? minutes)
    {
        var name = $"compared.late.{minutes}";
        await Managed(name);

        (await Compare(name, null, minutes is { } ago ? Changed.AddMinutes(ago) : null)).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_run_is_stuck_at_is_neither_drift_nor_impossible()
    {
        await Managed("compared.held");
        await using (var db = await world.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            // The run itself doesn't matter here.
            await db.Database.ExecuteSqlAsync($"set local session_replication_role = replica");
            await db.Database.ExecuteSqlAsync(
                $"insert into run_target (kind, cluster_id, name, run_id) select 'topic', id, 'compared_held', 1 from cluster where name = 'main'"
            );
            await transaction.CommitAsync();
        }

        (await Compare("compared.held", Live("compared.held", 24), Later)).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_change_is_stuck_at_is_named_and_not_as_written()
    {
        await Managed("compared.stuck");
        var id = await Open("compared.stuck", ChangeState.Stuck);

        var difference = await Compare("compared.stuck", Live("compared.stuck", 3), Later);

        (difference.Unchanged, difference.Requests.Count, difference.Otherwise.Count).ShouldBe((0, 0, 0));
        difference
            .Notes.ShouldHaveSingleItem()
            .Words.ShouldStartWith($"change {id} is stuck at it: what is there isn't known.");
    }

    [Theory]
    [InlineData(ChangeState.ChangesRequested, "it was sent back")]
    [InlineData(ChangeState.PlanFailed, "no plan could be made")]
    public async Task A_change_that_does_not_go_on_by_itself_is_named_with_the_reason_and_counts_for_no_document(
        ChangeState state,
        string words
    )
    {
        var name = $"compared.{state}";
        await Managed(name);
        var id = await Open(name, state);

        var reverted = await Compare(name, Live(name, 3), Later);
        (reverted.Unchanged, reverted.Notes.Count).ShouldBe((1, 0));
        reverted.Otherwise.ShouldHaveSingleItem().Change.ShouldBe(id);

        var same = await Compare(Document(name, line: 1, partitions: 12), new Seen(Live(name, 3), Later));
        (same.Requests.Count, same.Requested.Count, same.Otherwise.Count).ShouldBe((1, 0, 0));
        var note = same.Notes.ShouldHaveSingleItem();
        note.Words.ShouldBe($"change {id} is about it, too; {words}: “Requested; the plan is being computed.”");
        note.StuckAt.ShouldBeNull();
    }

    [Fact]
    public async Task Of_the_changes_that_wait_the_newest_is_named_beside_what_else_there_is_to_know()
    {
        const string name = "compared.beside-stuck";
        await Managed(name);
        await Open(name, ChangeState.ChangesRequested);
        var newest = await Open(name, ChangeState.PlanFailed);
        var stuck = await Open(name, ChangeState.Stuck);

        var note = (await Compare(name, Live(name, 3), Later)).Notes.ShouldHaveSingleItem();

        note.StuckAt.ShouldBe(stuck);
        note.Words.ShouldStartWith($"change {stuck} is stuck at it: what is there isn't known.");
        note.Words.ShouldEndWith(
            $"it goes on. Beside that, change {newest} is about it, too; no plan could be made: “Requested; the plan is being computed.”"
        );
    }

    [Fact]
    public async Task What_a_document_leaves_open_is_not_taken_from_a_creation_that_was_sent_back()
    {
        const string name = "compared-uncreated";
        var spec = new AccessSpec(
            "User:app",
            AccessMode.Read,
            "compared.uncreated",
            AclPattern.Literal,
            "app-",
            TransactionalId: null,
            TimeProvider.System.GetUtcNow().AddDays(30),
            NeverExpires: false,
            SeededStructure.Payments
        );
        var draft = new ResourceDraft(AccessKind.Word, ResourceOperation.Create, "main", name, spec);
        await Managed("compared.uncreated");
        var id = await world.Submit(new("", "needed", SeededStructure.Payments, [draft]));
        await Move(id, ChangeState.ChangesRequested);
        var document = Document(name, line: 1) with { Kind = AccessKind.Word, Spec = spec with { Expires = null } };

        var difference = await Compare(document, new Seen(null, Later, AccessKind.Word, name));

        difference.Requests.ShouldHaveSingleItem();
        difference.Otherwise.ShouldHaveSingleItem().Change.ShouldBe(id);
    }

    [Fact]
    public async Task What_waits_for_its_requester_is_cancelled_once_a_new_change_of_theirs_requests_all_of_it()
    {
        const string name = "compared.replaced";
        await Managed(name);
        var first = await Open(name, ChangeState.ChangesRequested);
        var second = await Open(name, ChangeState.PlanFailed);

        // Edited since: applied later, the former ones would have won.
        var applied = await Apply(name, partitions: 24);

        var submitted = applied.Submitted.ShouldHaveSingleItem();
        submitted.Replaces.ShouldBe([first, second]);
        applied.Otherwise.ShouldBeEmpty();
        $"{SpecAnswer.Of(applied, "https://portal.example/").Text}".ShouldContain(
            $"  Takes the place of change {first}, {second}, which was cancelled.\n"
        );
        var who = await world.Engineer();
        foreach (var former in submitted.Replaces)
        {
            var change = await world.View(former);
            change.Row.State.ShouldBe(ChangeState.Cancelled);
            change.Timeline.ShouldContain(e =>
                e.Kind == "change.cancelled"
                && e.Words == $"Cancelled by {who.DisplayName}: change {submitted.Change} requests all of it anew."
            );
        }

        (await world.View(submitted.Change)).Row.State.ShouldBe(ChangeState.Planning);
    }

    [Fact]
    public async Task What_waits_for_somebody_else_or_holds_more_or_was_edited_in_a_form_stays_open()
    {
        const string name = "compared.kept";
        await Managed(name);
        await Managed("compared.kept-beside");
        var approver = await world.Approver();
        approver.Actor.Name.ShouldNotBe((await world.Engineer()).Actor.Name);
        ChangeId[] kept =
        [
            (
                await world
                    .Get<ChangeRequests>()
                    .Submit(
                        approver,
                        new("", "needed", SeededStructure.Payments, [Wider(name)]),
                        CancellationToken.None
                    )
            )
                .ShouldBeOfType<Outcome<ChangeId>.Done>()
                .Value,
            await world.Submit(
                new("", "needed", SeededStructure.Payments, [Wider(name), Wider("compared.kept-beside")])
            ),
            await world.Submit(new("", "needed", SeededStructure.Payments, [Wider(name) with { Base = Wanted }])),
        ];
        foreach (var id in kept)
        {
            await Move(id, ChangeState.ChangesRequested);
        }

        var applied = await Apply(name, partitions: 12);

        applied.Submitted.ShouldHaveSingleItem().Replaces.ShouldBeEmpty();
        foreach (var id in kept)
        {
            (await world.View(id)).Row.State.ShouldBe(ChangeState.ChangesRequested);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_requested_with_a_token_is_replaced_with_the_one_that_took_its_place(bool isRotated)
    {
        var name = $"compared.rotated.{isRotated}";
        await Managed(name);
        var engineer = await world.Engineer();
        var (first, second) = await Tokens(engineer, isRotated);
        var former = (
            await world
                .Get<ChangeRequests>()
                .Submit(
                    By(first, "sam"),
                    new("", "needed", SeededStructure.Payments, [Wider(name)]),
                    CancellationToken.None
                )
        )
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        await Move(former, ChangeState.ChangesRequested);

        var applied = (
            await Plans(new(Live(name, 3), Later))
                .Apply(By(second, "mina"), [Document(name, line: 1, partitions: 12)], "needed", CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<AppliedSpecs>.Done>()
            .Value;

        ChangeId[] replaced = isRotated ? [former] : [];
        applied.Submitted.ShouldHaveSingleItem().Replaces.ShouldBe(replaced);

        Caller By(long token, string creator) =>
            engineer with
            {
                Actor = new Actor(engineer.Actor.Name, ActorVia.Token, creator) { Token = token },
            };
    }

    [Fact]
    public async Task What_somebody_else_rewrote_stays_open()
    {
        const string name = "compared.rewritten";
        await Managed(name);
        var id = await Open(name, ChangeState.ChangesRequested);
        await world.Sql($"update change set authors = array_append(authors, 'somebody') where id = {id.Value}");

        (await Apply(name, partitions: 12)).Submitted.ShouldHaveSingleItem().Replaces.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deletion_that_was_sent_back_stays_open_where_a_document_wants_the_resource()
    {
        const string name = "compared.undeleted";
        await Managed(name);
        var deletion = new ResourceDraft(TopicKind.Word, ResourceOperation.Delete, "main", name, null, name);
        var id = await world.Submit(new("", "needed", SeededStructure.Payments, [deletion]));
        await Move(id, ChangeState.ChangesRequested);

        (await Apply(name, partitions: 12)).Submitted.ShouldHaveSingleItem().Replaces.ShouldBeEmpty();
    }

    [Fact]
    public void A_deletion_is_held_by_another_deletion_and_a_permanent_one_by_none()
    {
        Holds(TopicKind.Word, document: null, former: null).ShouldBeTrue();
        Holds(TopicKind.Word, document: null, former: Wanted).ShouldBeFalse();
        Holds(TopicKind.Word, document: Wanted, former: null).ShouldBeFalse();
        Holds(SchemaKind.Word, document: null, former: null, isPermanent: true).ShouldBeFalse();
    }

    [Fact]
    public void What_is_for_one_change_is_held_by_no_document()
    {
        Holds(JobKind.Word, Job with { Description = "Edited." }, Job).ShouldBeTrue();
        Holds(JobKind.Word, Job, Job with { RestoreFrom = 7 }).ShouldBeFalse();
        Holds(JobKind.Word, Job, Job with { TakeSavepoint = true }).ShouldBeFalse();
        Holds(JobKind.Word, Job, Job with { NewestSchemas = true }).ShouldBeFalse();
    }

    [Fact]
    public void Deleted_versions_are_held_by_a_document_that_deletes_the_same()
    {
        var schema = SchemaWorlds.Spec("\"string\"");
        var without = schema with { DeletedVersions = [new(1)] };

        Holds(SchemaKind.Word, without with { Description = "Edited." }, without).ShouldBeTrue();
        Holds(SchemaKind.Word, without, schema).ShouldBeTrue();
        Holds(SchemaKind.Word, schema, without).ShouldBeFalse();
        Holds(SchemaKind.Word, without, schema with { DeletedVersions = [new(1, IsPermanent: true)] }).ShouldBeFalse();
    }

    [Fact]
    public void A_removal_of_ACLs_is_held_by_a_document_that_removes_the_same()
    {
        var (read, write) = (Legacy(AclOperation.Read), Legacy(AclOperation.Write));
        var both = Removal(read, write);
        var grant = AccessWorlds.Reads("orders", "User:legacy");

        Holds(AccessKind.Word, Removal(write, read), both).ShouldBeTrue();
        Holds(AccessKind.Word, grant with { Description = "Edited." }, grant).ShouldBeTrue();
        Holds(AccessKind.Word, Removal(read), both).ShouldBeFalse();
        Holds(AccessKind.Word, grant, both).ShouldBeFalse();
        Holds(AccessKind.Word, both, grant).ShouldBeFalse();

        static Acl Legacy(AclOperation operation) =>
            new("User:legacy", operation, AclResource.Topic, AclPattern.Literal, "orders");

        static AccessSpec Removal(params Acl[] acls) =>
            AccessWorlds.Reads("orders", "User:legacy") with
            {
                Removes = [.. acls],
            };
    }

    [Fact]
    public async Task What_somebody_is_sending_again_at_this_moment_is_not_waited_for()
    {
        const string name = "compared.acted-on";
        await Managed(name);
        var id = await Open(name, ChangeState.ChangesRequested);
        await using var db = await world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        (await ChangeMover.Lock(db, id, CancellationToken.None)).ShouldNotBeNull();

        (await Apply(name, partitions: 12)).Submitted.ShouldHaveSingleItem().Replaces.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_is_being_rolled_back_is_not_named_it_brings_nothing_about()
    {
        await Managed("compared.back");
        await Open("compared.back", ChangeState.RollingBack);

        var reverted = await Compare("compared.back", Live("compared.back", 3), Later);
        (reverted.Unchanged, reverted.Otherwise.Count).ShouldBe((1, 0));
        var same = await Compare(
            Document("compared.back", line: 1, partitions: 12),
            new Seen(Live("compared.back", 3), Later)
        );
        (same.Requests.Count, same.Requested.Count, same.Otherwise.Count).ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task What_a_stuck_change_requests_just_so_is_not_requested_again_and_is_waited_for()
    {
        await Managed("compared.halfway");
        var id = await Open("compared.halfway", ChangeState.Stuck);

        var outcome = await Plans(new(Live("compared.halfway", 3), Later))
            .Apply(
                await world.Engineer(),
                [Document("compared.halfway", line: 7, partitions: 12)],
                "needed",
                CancellationToken.None
            );

        var applied = outcome.ShouldBeOfType<Outcome<AppliedSpecs>.Done>().Value;
        (applied.Submitted.Count, applied.Requested.Count, applied.Otherwise.Count).ShouldBe((0, 0, 0));
        var answer = SpecAnswer.Of(applied, "https://portal.example/");
        answer.Awaited.ShouldBe([id]);
        $"{answer.Text}".ShouldStartWith(
            $"a.yaml:7:1: topic compared.halfway on main: change {id} is stuck at it: what is there isn't known."
        );
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    public async Task Of_a_topic_nothing_is_known_after_a_change_until_its_settings_are_read_again(
        int minutes,
        int unchanged
    )
    {
        var name = $"compared.settings.{minutes}";
        await Managed(name);
        var health = new HandHealth();
        health.Show(await Snapshot(name, partitions: 2, Changed.AddMinutes(minutes)));

        var difference = await Compare(
            Document(name, line: 1),
            new TopicPreview(health, new NoTopicAccess(), world.Get<ITopicJobs>())
        );

        (difference.Unchanged, difference.Requests.Count).ShouldBe((unchanged, 1 - unchanged));
    }

    [Fact]
    public async Task What_is_on_the_cluster_and_managed_by_nobody_would_be_an_update()
    {
        var difference = await Compare("compared.found", Live("compared.found", 3), Later);

        difference.Requests.ShouldHaveSingleItem().Draft.Resources[0].Operation.ShouldBe(ResourceOperation.Update);
    }

    [Theory]
    [InlineData(null, ResourceOperation.Create, false)]
    [InlineData(3, ResourceOperation.Update, true)]
    public async Task What_nobody_manages_and_was_not_read_whole_is_there_where_it_was_seen_and_else_not_known(
        int? partitions,
        ResourceOperation operation,
        bool isSeen
    )
    {
        var name = $"compared.unread.{partitions}";
        var live = partitions is { } seen ? Live(name, seen) : null;

        var difference = await Compare(
            Document(name, line: 1),
            new Seen(live, Later) { ReadAt = new Dictionary<string, DateTimeOffset?> { [name] = null } }
        );

        var request = difference.Requests.ShouldHaveSingleItem();
        (request.Draft.Resources.ShouldHaveSingleItem().Operation, request.IsSeen).ShouldBe((operation, isSeen));
    }

    [Fact]
    public async Task What_is_impossible_is_reported_at_the_document_that_it_is_about()
    {
        await Managed("compared.shrinks");

        var outcome = await Plans(new(Live("compared.shrinks", 6), Later))
            .Plan(
                await world.Engineer(),
                [Document("compared.beside", line: 1), Document("compared.shrinks", line: 12, partitions: 2)],
                "",
                CancellationToken.None
            );

        outcome
            .ShouldBeOfType<Outcome<SpecPlan>.Refused>()
            .Why.Fields!.ShouldHaveSingleItem()
            .Key.ShouldBe("a.yaml:12:1");
    }

    [Fact]
    public async Task A_schema_that_an_older_version_has_is_refused_at_its_document()
    {
        const string name = "compared-former-value";
        var (first, second) = (SchemaWorlds.Order("id"), SchemaWorlds.Order("id", SchemaWorlds.Optional("note")));
        await Managed(name, SchemaKind.Word, SchemaWorlds.Spec(second));
        var live = new LiveSchema(name, new(2, 18), SchemaType.Avro, second, [], null)
        {
            Former = [new(name, new(1, 17), SchemaType.Avro, first, [], null)],
        };

        var outcome = await Plans(new(live, Later, SchemaKind.Word, name))
            .Plan(
                await world.Engineer(),
                [Document(name, line: 12) with { Kind = SchemaKind.Word, Spec = SchemaWorlds.Spec(first) }],
                "",
                CancellationToken.None
            );

        var wrong = outcome.ShouldBeOfType<Outcome<SpecPlan>.Refused>().Why.Fields!.ShouldHaveSingleItem();
        wrong.Key.ShouldBe("a.yaml:12:1");
        wrong.Value.ShouldStartWith($"The registry has this schema as version 1 of {name} already");
    }

    [Fact]
    public async Task Each_open_change_that_requests_something_else_is_named_not_the_newest_alone()
    {
        const string name = "compared.contradicted";
        await Managed(name);
        var older = await Open(name, ChangeState.PendingApproval);
        var same = Wider(name) with { Spec = Wanted with { Partitions = 24 } };
        var newest = await world.Submit(new("", "needed", SeededStructure.Payments, [same]));

        var difference = await Compare(Document(name, line: 1, partitions: 24), new Seen(Live(name, 3), Later));

        difference.Requested.ShouldHaveSingleItem().Change.ShouldBe(newest);
        difference.Otherwise.ShouldHaveSingleItem().Change.ShouldBe(older, "it can still be approved");
    }

    [Fact]
    public async Task Of_many_changes_that_request_something_else_the_newest_ten_are_named_and_all_are_counted()
    {
        const string name = "compared.crowded";
        await Managed(name);
        var open = new List<ChangeId>();
        while (open.Count < 11)
        {
            open.Insert(0, await Open(name, ChangeState.PendingApproval));
        }

        var difference = await Compare(name, Live(name, 3), Later);

        difference.Otherwise.Select(other => other.Change).ShouldBe(open.Take(10));
        difference.Unchanged.ShouldBe(0);
        difference
            .Notes.ShouldHaveSingleItem()
            .Words.ShouldBe("11 open changes request something else of it; the newest 10 are named.");
    }

    [Fact]
    public async Task One_subject_on_two_clusters_is_requested_on_one_and_then_on_the_other()
    {
        const string name = "compared-shared-value";
        var (one, other) = await Sharing(name, isManagedOnBoth: true);
        var spec = SchemaWorlds.Spec(SchemaWorlds.Order("id", "note"));

        var difference = await Shared(Schema(name, one, spec, line: 1), Schema(name, other, spec, line: 12));

        difference.Problems.ShouldBeEmpty();
        difference
            .Requests.Select(request => (request.Documents.ShouldHaveSingleItem().Cluster, After: request.After.Count))
            .ShouldBe([(one, 0), (other, 1)]);
        difference.Requests[1].After.ShouldBe([0]);
        difference.Requests[1].IsSeen.ShouldBeFalse();
    }

    [Fact]
    public async Task One_subject_that_is_managed_on_one_of_two_clusters_is_requested_there_alone()
    {
        const string name = "compared-half-value";
        var (one, other) = await Sharing(name, isManagedOnBoth: false);
        var spec = SchemaWorlds.Spec(SchemaWorlds.Order("id", "note"));

        var difference = await Shared(Schema(name, other, spec, line: 1), Schema(name, one, spec, line: 12));

        difference.Problems.ShouldBeEmpty();
        difference.Requests.ShouldHaveSingleItem().Documents.ShouldHaveSingleItem().Cluster.ShouldBe(one);
        difference
            .Notes.ShouldHaveSingleItem()
            .Words.ShouldStartWith(
                $"{one} and {other} have the same schema registry, so it is one subject, and its document at a.yaml:12:1 stands for both"
            );
    }

    [Fact]
    public async Task Two_documents_that_want_different_things_of_one_subject_are_refused_and_named()
    {
        const string name = "compared-torn-value";
        var (one, other) = await Sharing(name, isManagedOnBoth: true);

        var difference = await Shared(
            Schema(name, one, SchemaWorlds.Spec(SchemaWorlds.Order("id", "note")), line: 1),
            Schema(name, other, SchemaWorlds.Spec(SchemaWorlds.Order("id", "gift")), line: 12)
        );

        var problem = difference.Problems.ShouldHaveSingleItem();
        $"{problem.Place}".ShouldBe("a.yaml:12:1");
        problem.Words.ShouldBe(
            $"{one} and {other} have the same schema registry, so {name} is one subject, and its document at a.yaml:1:1 wants something else of it. Write the same in both, or leave one of them out."
        );
    }

    [Fact]
    public async Task A_document_that_was_left_as_it_is_managed_contradicts_an_edited_one_of_the_same_subject()
    {
        const string name = "compared-half-edited-value";
        var (one, other) = await Sharing(name, isManagedOnBoth: true);

        var difference = await Shared(
            Schema(name, one, SchemaWorlds.Spec(SchemaWorlds.Order("id")), line: 1),
            Schema(name, other, SchemaWorlds.Spec(SchemaWorlds.Order("id", "gift")), line: 12)
        );

        difference
            .Problems.ShouldHaveSingleItem()
            .Words.ShouldContain("its document at a.yaml:1:1 wants something else");
    }

    [Fact]
    public async Task What_its_cluster_alone_makes_impossible_is_in_no_other_documents_way()
    {
        await Managed("compared.widened");

        var outcome = await Plans(new(Live("compared.widened", 6), Later))
            .Plan(
                await world.Engineer(),
                [Document("compared.widened", line: 1), Document("compared.along", line: 12)],
                "",
                CancellationToken.None
            );

        var plan = outcome.ShouldBeOfType<Outcome<SpecPlan>.Done>().Value;
        var request = plan.Changes.ShouldHaveSingleItem().Request;
        request.Documents.ShouldHaveSingleItem().Name.ShouldBe("compared.along");
        request.Draft.Resources.ShouldHaveSingleItem().Name.ShouldBe("compared.along");
        request.IsSeen.ShouldBeTrue();
        plan.Unchanged.ShouldBe(0);
        plan.Notes.ShouldHaveSingleItem()
            .Words.ShouldBe(
                "as written, but differs on the cluster in what no plan can change: partitions 3 → 6. compared.widened has 6 partitions, and Kafka can't take partitions away. Keep 6 or more, or move to a new topic."
            );
    }

    [Fact]
    public async Task What_drifted_and_is_blocked_by_a_check_is_in_no_other_documents_way()
    {
        var over = Wanted with { Configs = TopicSpec.NoConfigs.Add("min.insync.replicas", "4") };
        await Managed("compared.blocked", TopicKind.Word, over);

        var outcome = await Plans(new(Live("compared.blocked", 3), Later))
            .Plan(
                await world.Engineer(),
                [Document("compared.blocked", line: 1) with { Spec = over }, Document("compared.unblocked", line: 12)],
                "",
                CancellationToken.None
            );

        var plan = outcome.ShouldBeOfType<Outcome<SpecPlan>.Done>().Value;
        plan.Changes.ShouldHaveSingleItem()
            .Request.Documents.ShouldHaveSingleItem()
            .Name.ShouldBe("compared.unblocked");
        var words = plan.Notes.ShouldHaveSingleItem().Words;
        words.ShouldStartWith("as written, but differs on the cluster in what no plan can change: min.insync.replicas");
        words.ShouldEndWith("min.insync.replicas 4 is above the 3 replicas: every acks=all write would be refused.");
    }

    [Theory]
    [InlineData(6, ResourceOperation.Update, 0)]
    [InlineData(null, ResourceOperation.Create, 1)]
    public async Task What_drifted_and_is_there_is_taken_out_of_a_change_that_waits_for_another_too(
        int? partitions,
        ResourceOperation operation,
        int requested
    )
    {
        var over = Wanted with { Configs = TopicSpec.NoConfigs.Add("min.insync.replicas", "4") };
        var document = Document($"compared.waiting.{operation}", line: 1) with { Spec = over };
        await Managed(document.Name, TopicKind.Word, over);
        var draft = new ResourceDraft(
            document.Kind,
            operation,
            document.Cluster,
            document.Name,
            document.Spec,
            Owner: document.Owner
        );
        var request = new SpecRequest(
            SeededStructure.Prod,
            new("", "needed", document.Owner, [draft]),
            [document],
            ImmutableHashSet<int>.Empty,
            [],
            [new ChangeId(1)],
            new Dictionary<int, string> { [0] = "how it differs" }
        );

        var seen = new Seen(partitions is { } live ? Live(document.Name, live) : null, Later);
        var (planned, notes) = await new SpecForecasts(Previews(seen)).Of(
            await world.Engineer(),
            [request],
            CancellationToken.None
        );

        (planned.Count, notes.Count).ShouldBe((requested, 1 - requested));
    }

    [Fact]
    public async Task A_drift_that_no_plan_removes_is_reported_and_requested_never()
    {
        const string name = "compared-denied";
        var spec = new AccessSpec(
            "User:app",
            AccessMode.Read,
            "compared.",
            AclPattern.Prefixed,
            "app-",
            TransactionalId: null,
            Expires: null,
            NeverExpires: true,
            SeededStructure.Payments
        );
        var deny = new Acl(
            spec.Principal,
            AclOperation.Read,
            AclResource.Topic,
            AclPattern.Literal,
            "compared.secret",
            AclPermission.Deny
        );
        var live = new LiveAccess(name, GrantedAcls.Of(spec), [], null, null, null) { Denies = [deny] };
        await Managed(name, AccessKind.Word, spec);

        var outcome = await Plans(new(live, Later, AccessKind.Word, name))
            .Apply(
                await world.Engineer(),
                [Document(name, line: 1) with { Kind = AccessKind.Word, Spec = spec }],
                "needed",
                CancellationToken.None
            );

        var applied = outcome.ShouldBeOfType<Outcome<AppliedSpecs>.Done>().Value;
        (applied.Unchanged, applied.Submitted.Count).ShouldBe((0, 0));
        applied
            .Notes.ShouldHaveSingleItem()
            .Words.ShouldBe(
                "as written, but differs on the cluster in what no plan can change: User:app: DENY read topic compared.secret none → wins over the grant."
            );
    }

    [Fact]
    public async Task What_came_back_after_it_was_deleted_is_named_and_in_no_other_documents_way()
    {
        await Managed("compared.returned");
        await Deleted("compared.returned");

        var outcome = await Plans(new(Live("compared.returned", 3), Later))
            .Plan(
                await world.Engineer(),
                [Absent(Document("compared.returned", line: 1)), Document("compared.next", line: 12)],
                "",
                CancellationToken.None
            );

        var plan = outcome.ShouldBeOfType<Outcome<SpecPlan>.Done>().Value;
        plan.Changes.ShouldHaveSingleItem().Request.Documents.ShouldHaveSingleItem().Name.ShouldBe("compared.next");
        plan.Unchanged.ShouldBe(0);
        plan.Notes.ShouldHaveSingleItem()
            .Words.ShouldBe(
                "it is there, and isn't managed by the portal: nothing is requested. Claim it for your team and apply this again, or take the document out of the file."
            );
    }

    [Theory]
    [InlineData(FlinkStatus.Failed, ResourceOperation.Create)]
    [InlineData(FlinkStatus.Canceled, ResourceOperation.Create)]
    [InlineData(FlinkStatus.Running, ResourceOperation.Update)]
    public async Task A_job_that_nobody_manages_is_there_while_it_is_alive_and_is_a_creation_once_it_ended(
        string status,
        ResourceOperation operation
    )
    {
        var name = $"compared.{status}";
        await Ran(name, status);

        var difference = await Compare(Document(name, line: 1) with { Kind = JobKind.Word, Spec = Job }, Jobs());

        var request = difference.Requests.ShouldHaveSingleItem();
        (request.Draft.Resources.ShouldHaveSingleItem().Operation, request.IsSeen).ShouldBe((operation, true));
    }

    [Fact]
    public async Task A_cancelled_job_that_its_Flink_still_lists_is_absent()
    {
        await Ran("compared.cancelled", FlinkStatus.Canceled);
        await Managed("compared.cancelled", JobKind.Word, Job);
        await Deleted("compared.cancelled");

        var difference = await Compare(
            Absent(Document("compared.cancelled", line: 1) with { Kind = JobKind.Word }),
            Jobs()
        );

        (difference.Problems.Count, difference.Requests.Count, difference.Notes.Count, difference.Unchanged).ShouldBe(
            (0, 0, 0, 1)
        );
    }

    /// <summary>A token that sam created, and one that mina created, in place of it or beside it.</summary>
    private async Task<(long First, long Second)> Tokens(Caller of, bool isRotated)
    {
        var person = (await world.Known(of.Actor.Name)).Id;
        await using var db = await world.Open();
        var (first, second) = (Token("sam"), Token("mina"));
        db.AddRange(first, second);
        await db.SaveChangesAsync();
        first.RotatedTo = isRotated ? second.Id : null;
        await db.SaveChangesAsync();
        return (first.Id, second.Id);

        ApiToken Token(string creator) =>
            new()
            {
                PersonId = person,
                Name = "pipeline",
                Hash = BearerToken.HashOf(BearerToken.Make())!,
                CreatedBy = creator,
                SignIn = SignInMode.Embedded,
                CreatedAt = Changed,
                ExpiresAt = Later,
            };
    }

    /// <summary>Two clusters of one environment with one registry, and a subject that is managed on the first or on both.</summary>
    private async Task<(string One, string Other)> Sharing(string subject, bool isManagedOnBoth)
    {
        string[] names = [$"{subject}-one", $"{subject}-other"];
        await using (var db = await world.Open())
        {
            db.AddRange(
                names.Select(name => new Cluster
                {
                    Name = name,
                    Environment = SeededStructure.Prod,
                    Region = SeededStructure.LocalRegion,
                    RegisteredAt = Changed,
                    Endpoints =
                    [
                        new() { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" },
                        new() { Kind = EndpointKind.Registry, Addresses = $"http://{subject}.test" },
                    ],
                })
            );
            await db.SaveChangesAsync();
        }

        foreach (var cluster in names.Take(isManagedOnBoth ? 2 : 1))
        {
            var spec = SchemaWorlds.Spec(SchemaWorlds.Order("id"));
            await world.Manage(SchemaKind.Word, subject, spec, cluster: cluster);
        }

        return (names[0], names[1]);
    }

    private async Task<SpecDifference> Shared(params SpecDocument[] documents) =>
        await Comparison(new Seen(null, null, SchemaKind.Word, ""))
            .Of(await world.Engineer(), documents, "needed", CancellationToken.None);

    private static SpecDocument Schema(string name, string cluster, SchemaSpec spec, int line) =>
        Document(name, line) with
        {
            Kind = SchemaKind.Word,
            Cluster = cluster,
            Spec = spec,
        };

    private Task<SpecDifference> Compare(string name, LiveTopic? live, DateTimeOffset? seenAt) =>
        Compare(Document(name, line: 1), new Seen(live, seenAt));

    private async Task<SpecDifference> Compare(SpecDocument document, IPreviewReader seen) =>
        await Comparison(seen).Of(await world.Engineer(), [document], "", CancellationToken.None);

    private SpecComparison Comparison(IPreviewReader seen) =>
        new(
            world.Get<IDbContextFactory<PortalDb>>(),
            TestKinds.All,
            [seen],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        );

    private SpecPlans Plans(Seen seen)
    {
        var store = world.Get<IDbContextFactory<PortalDb>>();
        return new(
            Comparison(seen),
            Previews(seen),
            new SpecSubmission(
                store,
                Comparison(seen),
                world.Get<ChangeRequests>(),
                world.Get<ChangeMover>(),
                TestKinds.All
            ),
            NullLogger<SpecPlans>.Instance
        );
    }

    /// <summary>Of a topic that was seen with 3 partitions.</summary>
    private async Task<AppliedSpecs> Apply(string topic, int partitions) =>
        (
            await Plans(new(Live(topic, 3), Later))
                .Apply(await world.Engineer(), [Document(topic, line: 1, partitions)], "needed", CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<AppliedSpecs>.Done>()
            .Value;

    private Forecasts Previews(Seen seen) =>
        new(
            world.Get<IDbContextFactory<PortalDb>>(),
            TestKinds.All,
            [seen],
            Options.Create(new RequestOptions()),
            TimeProvider.System
        );

    private static bool Holds(ResourceKind kind, ResourceSpec? document, ResourceSpec? former, bool isPermanent = false)
    {
        var on = new ResourceRef(kind, new ClusterId(1), "held");
        return RequestedAnew.Holds(
            TestKinds.All,
            new(on, Operation(document), document, null, null),
            new(on, Operation(former), former, null, null, isPermanent)
        );

        static ResourceOperation Operation(ResourceSpec? wanted) =>
            wanted is null ? ResourceOperation.Delete : ResourceOperation.Update;
    }

    /// <summary>A change that requests 12 partitions, and is in this state.</summary>
    private async Task<ChangeId> Open(string topic, ChangeState state)
    {
        var id = await world.Submit(new("", "needed", SeededStructure.Payments, [Wider(topic)]));
        await Move(id, state);
        return id;
    }

    private static ResourceDraft Wider(string topic) =>
        new(TopicKind.Word, ResourceOperation.Update, "main", topic, Wanted with { Partitions = 12 });

    private async Task Move(ChangeId id, ChangeState state)
    {
        await using var db = await world.Open();
        await db.Set<Change>()
            .Where(change => change.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.State, state));
    }

    private async Task<ClusterSnapshot> Snapshot(string topic, int partitions, DateTimeOffset settingsReadAt)
    {
        await using var db = await world.Open();
        var main = await db.Set<Cluster>().SingleAsync(c => c.Name == "main");
        var seen = new TopicSnapshot(
            topic,
            Guid.Parse("11111111-2222-3333-4444-555555555555"),
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty.Add("retention.ms", new("604800000", IsDefault: true)),
            LagStatus.Ok,
            0,
            0,
            0,
            0,
            [.. Enumerable.Range(0, partitions).Select(p => new PartitionSnapshot { Partition = p })],
            [],
            Changed,
            settingsReadAt
        );
        return new(
            main.Id,
            main.Name,
            main.Environment,
            main.Region,
            false,
            1,
            new CollectorSnapshot(null, Later, Later, TimeSpan.Zero, 1, TimeSpan.FromSeconds(10), null, 0),
            [new BrokerSnapshot(1, "fake", 1, null, true, true, Later)],
            ImmutableSortedDictionary<string, TopicSnapshot>.Empty.Add(topic, seen),
            ImmutableSortedDictionary<string, GroupSnapshot>.Empty
        );
    }

    private static SpecDocument Document(string name, int line, int partitions = 3) =>
        new(
            TopicKind.Word,
            "main",
            name,
            SeededStructure.Payments,
            Wanted with
            {
                Partitions = partitions,
            },
            null,
            new(new("a.yaml", line, 1), new Dictionary<string, SpecPlace>())
        );

    private static SpecDocument Absent(SpecDocument document) =>
        document with
        {
            Spec = null,
            TypedName = document.Name,
        };

    private JobPreview Jobs() =>
        new(
            world.Get<IDbContextFactory<PortalDb>>(),
            world.Get<JobTopics>(),
            world.Get<JobArtifacts>(),
            world.Get<SealedSecrets>(),
            Options.Create(new ArtifactOptions()),
            TimeProvider.System
        );

    /// <summary>A run that the portal started, and that its Flink lists, as it was last read.</summary>
    private async Task Ran(string job, string status)
    {
        await using var db = await world.Open();
        var main = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id;
        await db.Set<FlinkReading>().ExecuteDeleteAsync();
        db.AddRange(
            new FlinkReading
            {
                ClusterId = main,
                ReadAt = Later,
                TriedAt = Later,
            },
            new SeenJob
            {
                ClusterId = main,
                JobId = job,
                Name = job,
                Status = status,
                Definition = Job.Definition,
                StartedAt = Changed,
                EndedAt = FlinkStatus.IsOver(status) ? Changed : null,
                FirstSeenAt = Changed,
                SeenAt = Later,
            }
        );
        await db.SaveChangesAsync();
    }

    private Task Deleted(string name) => world.Sql($"update resource set gone_at = {Changed} where name = {name}");

    private static LiveTopic Live(string name, int partitions) =>
        new(
            name,
            Guid.Parse("11111111-2222-3333-4444-555555555555"),
            partitions,
            3,
            false,
            ImmutableSortedDictionary<string, LiveConfig>.Empty
        );

    private Task Managed(string topic) => Managed(topic, TopicKind.Word, Wanted);

    private async Task Managed(string name, ResourceKind kind, ResourceSpec wanted)
    {
        await using var db = await world.Open();
        db.Add(
            new Resource
            {
                Kind = kind,
                ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id,
                Name = name,
                OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                Spec = TestKinds.All.Of(kind).WriteSpec(wanted),
                CreatedAt = Changed,
                UpdatedAt = Changed,
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>One that is there, or none, of one kind.</summary>
    private sealed class Seen(ResourceState? live, DateTimeOffset? at, ResourceKind kind, string name) : IPreviewReader
    {
        public Seen(LiveTopic? live, DateTimeOffset? at)
            : this(live, at, TopicKind.Word, live?.Name ?? "") { }

        public ResourceKind Kind => kind;

        public IReadOnlyDictionary<string, DateTimeOffset?> ReadAt { get; init; } =
            ImmutableDictionary<string, DateTimeOffset?>.Empty;

        public Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop) =>
            Task.FromResult(
                new PreviewState(
                    new(
                        Kind,
                        cluster,
                        "",
                        names.ToImmutableSortedDictionary(n => n, n => n == name ? live : null),
                        ImmutableDictionary<string, string>.Empty
                    ),
                    at
                )
                {
                    ReadAt = ReadAt,
                }
            );

        public Task<ResourceEvidence?> Evidence(LiveEngine engine, ResourcePlan plan, CancellationToken stop) =>
            Task.FromResult<ResourceEvidence?>(null);
    }
}
