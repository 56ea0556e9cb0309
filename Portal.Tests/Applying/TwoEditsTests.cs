using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Tests.Access;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>Two people edit one topic, each from what they saw when they began.</summary>
public sealed class TwoEditsTests : IAsyncLifetime
{
    private static readonly TopicSpec Opened = Spec(3, 1);
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_edit_from_an_older_form_keeps_what_was_applied_meanwhile()
    {
        await _world.Manage("edits.later");
        await _world.StartWorker();
        await _world.Reaches(await Ask("edits.later", Opened, ("max.message.bytes", "2000000")), ChangeState.Applied);

        var later = await Ask("edits.later", Opened, ("segment.bytes", "500000000"));

        var step = (await _world.Reaches(later, ChangeState.Applied)).Plan!.Steps.ShouldHaveSingleItem();
        step.ShouldBeOfType<AlterConfigs>().Configs.ShouldBe([new("segment.bytes", null, "500000000")]);
        await HasBoth("edits.later");
    }

    [Fact]
    public async Task A_stale_edit_is_planned_again_over_what_made_it_stale()
    {
        await _world.Manage("edits.stale");
        var first = await Ask("edits.stale", Opened, ("max.message.bytes", "2000000"));
        var second = await Ask("edits.stale", Opened, ("segment.bytes", "500000000"));
        await _world.PlanAll();
        await _world.StartWorker();

        await _world.Reaches(first, ChangeState.Applied);
        await _world.Reaches(second, ChangeState.Applied);

        await HasBoth("edits.stale");
    }

    [Fact]
    public async Task Both_edited_the_same_field_so_the_later_needs_an_override_and_says_whose_it_undoes()
    {
        await _world.Manage("edits.same");
        await _world.StartWorker();
        var first = await Ask("edits.same", Opened, ("max.message.bytes", "2000000"));
        await _world.Reaches(first, ChangeState.Applied);

        var later = await Ask("edits.same", Opened, ("max.message.bytes", "3000000"));

        await IsUndoing(later, $"Undoes #{first}: max.message.bytes 2000000 → 3000000.");
    }

    [Fact]
    public async Task A_whole_spec_says_what_it_undoes_of_what_was_applied_since_it_was_asked_for()
    {
        await _world.Manage("edits.whole");
        var whole = await Ask("edits.whole", null, ("segment.bytes", "500000000"));
        var first = await Ask("edits.whole", Opened, ("max.message.bytes", "2000000"));
        await _world.PlanAll();
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        await using (var db = await _world.Open())
        {
            db.Set<ApplyRun>().Single(r => r.ChangeId == whole).RetryAt = TimeProvider.System.GetUtcNow().AddDays(1);
            await db.SaveChangesAsync();
        }

        await _world.StartWorker();
        await _world.Reaches(first, ChangeState.Applied);
        await _world.Get<ChangeStops>().PlanAgain(asker, whole, default);

        await IsUndoing(whole, $"Undoes #{first}: max.message.bytes 2000000 → its default.");
    }

    [Fact]
    public async Task A_whole_spec_that_starts_a_job_names_the_edit_that_suspended_it_meanwhile()
    {
        var runs = JobWorlds.Spec(JobWorlds.Copy("a", "b"));

        await IsNamed(JobKind.Word, runs, runs with { State = JobDesired.Suspended }, "state suspended → running");
    }

    [Fact]
    public async Task A_whole_spec_that_ends_a_former_password_sooner_names_the_edit_that_kept_it_meanwhile()
    {
        var (sooner, later) = (InHours(1), InHours(3));
        var rotated = ServiceAccountWorlds.Beside(sooner);

        await IsNamed(
            ServiceAccountKind.Word,
            rotated,
            rotated with
            {
                FormerUntil = later,
            },
            $"formerUntil {UtcTime.InWords(later)} → {UtcTime.InWords(sooner)}"
        );
    }

    [Fact]
    public async Task A_whole_spec_and_an_edit_of_a_grant_s_group_name_the_edit_that_moved_it_meanwhile()
    {
        var reads = AccessWorlds.Reads("orders", "User:app", InHours(1));
        var moved = reads with { Group = "other-" };

        await IsNamed(AccessKind.Word, reads, moved, "group other- → app-");
        await IsNamed(AccessKind.Word, reads, moved, "group other- → third-", reads with { Group = "third-" });
    }

    [Fact]
    public async Task Two_edits_that_land_in_the_same_moment_keep_each_others_part()
    {
        await _world.Manage("edits.together");
        var first = await Ask("edits.together", Opened, ("max.message.bytes", "2000000"));
        var second = await Ask("edits.together", Opened, ("segment.bytes", "500000000"));
        await using var one = await _world.Open();
        await using var other = await _world.Open();
        await using var landing = await one.Database.BeginTransactionAsync();
        await Land(one, first);

        var late = Task.Run(async () =>
        {
            await using var behind = await other.Database.BeginTransactionAsync();
            await Land(other, second);
            await behind.CommitAsync();
        });
        await Deadline.Until(SomebodyWaits);
        await landing.CommitAsync();
        await late;

        (await Managed("edits.together")).Configs.Keys.ShouldBe(["max.message.bytes", "segment.bytes"]);
    }

    // By specs alone: steps may call a field otherwise, and some edits have none. What is wanted began from what was there before; null: that again, as a whole.
    private async Task IsNamed(
        ResourceKind kind,
        ResourceSpec before,
        ResourceSpec meanwhile,
        string words,
        ResourceSpec? wanted = null
    )
    {
        foreach (var hasBase in new[] { true, false })
        {
            var on = new ResourceRef(kind, await Dev(), $"edits.{hasBase}.{wanted is null}");
            await _world.Record(kind, on.Name, meanwhile);
            await Stored(on, ResourceOperation.Create, before, null, ChangeState.Applied);
            var update = await Stored(
                on,
                ResourceOperation.Update,
                wanted ?? before,
                wanted is null ? null : before,
                ChangeState.Planning
            );
            var edit = await Stored(
                on,
                ResourceOperation.Update,
                meanwhile,
                hasBase ? before : null,
                ChangeState.Applied
            );

            var finding = (await Overwritten(update)).ShouldHaveSingleItem();
            (finding.Verdict, finding.Words).ShouldBe((CheckVerdict.NeedsOverride, $"Undoes #{edit}: {words}."));
        }
    }

    private async Task<IReadOnlyList<Finding>> Overwritten(ChangeId id)
    {
        await using var db = await _world.Open();
        var change = await db.Set<Change>().AsNoTracking().Include(c => c.Resources).SingleAsync(c => c.Id == id);
        return (await PlanSubject.Read(db, TestKinds.All, change, [], CancellationToken.None)).Overwritten;
    }

    private async Task<ChangeId> Stored(
        ResourceRef on,
        ResourceOperation operation,
        ResourceSpec wanted,
        ResourceSpec? origin,
        ChangeState state
    )
    {
        await using var db = await _world.Open();
        var (kind, now) = (TestKinds.All.Of(on.Kind), TimeProvider.System.GetUtcNow());
        var change = new Change
        {
            Title = "Edit",
            State = state,
            Environment = SeededStructure.Dev,
            Actor = Actor.Planner,
            Authors = [],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now,
            Resources =
            [
                new()
                {
                    Ordinal = 0,
                    Kind = on.Kind,
                    Operation = operation,
                    ClusterId = on.Cluster,
                    Name = on.Name,
                    LockKey = on.Name,
                    OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                    Wanted = kind.WriteSpec(wanted),
                    Base = origin is null ? null : kind.WriteSpec(origin),
                },
            ],
        };
        db.Add(change);
        await db.SaveChangesAsync();
        return change.Id;
    }

    private async Task<ClusterId> Dev()
    {
        await using var db = await _world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private static DateTimeOffset InHours(int hours) => TimeProvider.System.GetUtcNow().AddHours(hours);

    private async Task Land(PortalDb db, ChangeId id)
    {
        var change = await db.Set<Change>().SingleAsync(c => c.Id == id);
        var asked = await db.Set<ChangeResource>().AsNoTracking().SingleAsync(r => r.ChangeId == id);
        var there = new Dictionary<ResourceRef, EngineId?> { [asked.On] = null };
        await _world.Get<ManagedRecords>().Write(db, change, there, CancellationToken.None);
    }

    private async Task<bool> SomebodyWaits()
    {
        await using var db = await _world.Open();
        return await StoreLocks.Waiting(db) > 0;
    }

    private Task<ChangeId> Ask(string topic, TopicSpec? origin, (string, string) edit) =>
        _world.Ask(Update(topic, 3, edit) with { Base = origin });

    private async Task IsUndoing(ChangeId id, string words)
    {
        var waiting = await _world.Reaches(id, ChangeState.PendingApproval);
        var check = waiting.Checks.Single(c => c.Name.StartsWith(OverwrittenEdits.Check, StringComparison.Ordinal));
        (check.Verdict, check.Words).ShouldBe((CheckVerdict.NeedsOverride, words));
        waiting.Approvals.ShouldContain(a => a.IsOverride);
    }

    private async Task HasBoth(string topic)
    {
        var live = _world.Kafka.Topic(topic)!.Configs;
        live["max.message.bytes"].Value.ShouldBe("2000000");
        live["segment.bytes"].Value.ShouldBe("500000000");
        (await Managed(topic)).Configs.Keys.ShouldBe(["max.message.bytes", "segment.bytes"]);
    }

    private async Task<TopicSpec> Managed(string topic)
    {
        await using var db = await _world.Open();
        return CoreJson.Read<TopicSpec>((await db.Set<Resource>().SingleAsync(r => r.Name == topic)).Spec);
    }
}
