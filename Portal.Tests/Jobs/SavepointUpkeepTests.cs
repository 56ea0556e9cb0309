using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Jobs;
using Portal.Workers.Collecting.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Savepoints that changes made: listed with what needs them, deleted when their time is over and nothing does, never else.</summary>
public sealed class SavepointUpkeepTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_whose_time_is_over_is_deleted_and_the_newest_of_its_job_never()
    {
        await using var world = await WatchedFlink.Create();
        var (first, second) = (await Taken(world, "1f"), await Taken(world, "2f"));

        await Over(world);
        await world.Read();

        world.Flink.Requests.Where(r => r.StartsWith("delete", StringComparison.Ordinal)).ShouldBe([$"delete {first}"]);
        var rows = await Rows(world);
        rows.Select(r => (r.Savepoint.Path, r.Savepoint.DeletedAt is not null, r.Pin?.Words))
            .ShouldBe([(second, false, "It is the newest of its job"), (first, true, null)]);
        rows[0].DueAt.ShouldNotBeNull("it is looked at again");
        await using var db = world.CreateDbContext();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "savepoint.deleted")).Words.ShouldBe(
            $"The savepoint {first} of sums was deleted: its retention was over and nothing needed it."
        );

        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldBe([second]);
    }

    [Fact]
    public async Task One_whose_worker_died_once_it_was_deleted_is_ended_by_the_next_and_nothing_starts_from_it_meanwhile()
    {
        await using var world = await WatchedFlink.Create();
        var (first, second) = (await Taken(world, "1f"), await Taken(world, "2f"));
        await Over(world);
        world.Flink.Deleted = () => throw new OperationCanceledException("The worker is gone.");
        await world.Read().ShouldThrowAsync<OperationCanceledException>();
        world.Flink.Stored.ShouldBe([second]);

        var rows = await Rows(world);
        var dying = rows[^1].Savepoint;
        (dying.Path, dying.DeletedAt).ShouldBe((first, null), "nobody wrote it down");
        KnownSavepoint.ObstacleOf(dying).ShouldNotBeNull();
        Why(await Acts(world).Pin(Platform, At(rows[^1]), "Before the audit", CancellationToken.None))
            .ShouldNotBeEmpty();

        world.Flink.Deleted = () => { };
        await world.Read();
        (await Rows(world))[^1].Savepoint.DeletedAt.ShouldNotBeNull();
        world.Flink.Stored.ShouldBe([second]);
        await using var db = world.CreateDbContext();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "savepoint.deleted")).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_needed_is_looked_at_again_and_goes_once_it_is_not()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await Taken(world, "2f");
        await using var db = world.CreateDbContext();
        await AppliedChanges.Add(db, world.Cluster, "sums", "Upgrade sums", Began, state: "pending_approval");

        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldContain(first);
        (await Rows(world))[1].Pin!.Words.ShouldEndWith("is about its job and isn't over");

        await db.Database.ExecuteSqlAsync($"update change set state = 'rejected' where state = 'pending_approval'");
        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldNotContain(first);
    }

    [Fact]
    public async Task One_that_somebody_pinned_stays_until_it_is_unpinned_and_one_that_nothing_needs_goes_on_request()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        var second = await Taken(world, "2f");
        var acts = Acts(world);
        var rows = await Rows(world);
        var (old, newest) = (At(rows[1]), At(rows[0]));

        await Done(acts.Pin(Platform, old, "  Before the audit.  ", CancellationToken.None));
        Why(await acts.Pin(Platform, old, "Again", CancellationToken.None)).ShouldContain("Before the audit.");
        Why(await acts.Delete(Platform, old, CancellationToken.None)).ShouldContain("pinned it: Before the audit");
        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldContain(first);

        await Done(acts.Unpin(Platform, old, CancellationToken.None));
        Why(await acts.Unpin(Platform, old, CancellationToken.None)).ShouldContain("isn't pinned");
        Why(await acts.Delete(Platform, newest, CancellationToken.None)).ShouldContain("It is the newest of its job");
        Why(await acts.Delete(Platform, old with { Job = "others" }, CancellationToken.None))
            .ShouldContain("has no savepoint");
        Why(await acts.Pin(Platform, newest, "a\nb", CancellationToken.None), "reason").ShouldContain("in one line");
        await Done(acts.Delete(Platform, old, CancellationToken.None));
        await world.Read();

        world.Flink.Stored.ShouldBe([second]);
        Why(await acts.Pin(Platform, old, "Too late", CancellationToken.None)).ShouldContain("is deleted");
        await using var db = world.CreateDbContext();
        var events = await db.Set<AuditEvent>()
            .Where(e => e.Kind.StartsWith("savepoint."))
            .OrderBy(e => e.Id)
            .Select(e => new { e.Kind, e.Words })
            .ToListAsync();
        events
            .Select(e => e.Kind)
            .ShouldBe(["savepoint.pinned", "savepoint.unpinned", "savepoint.deletion-requested", "savepoint.deleted"]);
        events[0].Words.ShouldBe($"Savepoint {old.Id} of sums was pinned: Before the audit.");
        events[^1].Words.ShouldContain("sam requested it, and nothing needed it");
    }

    [Fact]
    public async Task One_of_very_many_can_be_pinned_and_once_unpinned_it_is_looked_at_again()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await using var db = world.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into savepoint (cluster_id, name, job_id, run_id, path, taken_at)
            select cluster_id, name, lpad(n::text, 32, '0'), run_id, path || n, taken_at + n * interval '1 s'
            from savepoint, generate_series(1, 150) n
            """
        );
        var old = new SavepointAddress("dev", "sums", await db.Set<Savepoint>().MinAsync(s => s.Id));
        var acts = Acts(world);
        await db.Set<Due>().ExecuteDeleteAsync();

        await Done(acts.Delete(Platform, old, CancellationToken.None));
        await Done(acts.Pin(Platform, old, "Before the audit", CancellationToken.None));
        await Done(acts.Unpin(Platform, old, CancellationToken.None));
        await world.Read();

        world.Flink.Stored.ShouldContain(first, "nobody wants it deleted any more");
        (await db.Set<Due>().Where(d => d.SubjectId == old.Id).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_newest_is_one_that_nobody_is_deleting_and_what_is_pinned_no_rollback_deletes()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await Taken(world, "2f");
        var rows = await Rows(world);
        var (old, newest) = (At(rows[1]), rows[0].Savepoint);

        await Done(Acts(world).Pin(Platform, old, "Before the audit", CancellationToken.None));
        var (former, own) = (Claim(rows[1].Savepoint.RunId), Claim(newest.RunId));
        (await Ledger(world).Deleting(former, On(world), isFork: false, CancellationToken.None)).ShouldBeFalse();
        (await Ledger(world).Deleting(own, On(world), isFork: false, CancellationToken.None)).ShouldBeTrue();
        (await Ledger(world).Deleting(own, On(world), isFork: false, CancellationToken.None)).ShouldBeTrue();
        await Done(Acts(world).Unpin(Platform, old, CancellationToken.None));

        Why(await Acts(world).Delete(Platform, old, CancellationToken.None))
            .ShouldContain("It is the newest of its job");
    }

    [Fact]
    public async Task What_another_change_started_a_job_from_no_rollback_deletes()
    {
        await using var world = await WatchedFlink.Create();
        var path = await Taken(world, "1f");
        var own = Claim((await Rows(world))[0].Savepoint.RunId);
        await using var db = world.CreateDbContext();
        var another = await Claimed(db, await AppliedChanges.Add(db, world.Cluster, "copy", "Create copy", Began));
        var copy = On(world) with { Name = "copy" };
        // What the change started itself was taken back before.
        (await Ledger(world).Restore(own, copy, path, "2f", CancellationToken.None)).ShouldBeTrue();
        (await Ledger(world).Restore(another, copy, path, "3f", CancellationToken.None)).ShouldBeTrue();

        (await Ledger(world).Deleting(own, On(world), isFork: false, CancellationToken.None)).ShouldBeFalse();

        await db.Set<SavepointRestore>().Where(r => r.RunId == another.Id).ExecuteDeleteAsync();
        (await Ledger(world).Deleting(own, On(world), isFork: false, CancellationToken.None)).ShouldBeTrue();
        (await Ledger(world).Restore(another, copy, path, "3f", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_worker_that_slept_until_its_run_was_taken_over_writes_nothing_of_a_savepoint()
    {
        await using var world = await WatchedFlink.Create();
        var path = await Taken(world, "1f");
        var run = (await Rows(world))[0].Savepoint.RunId;
        var (ledger, on, never) = (Ledger(world), On(world), CancellationToken.None);

        await WritesNothing(new FencedRun(run, Fence: 0, Owner: "worker"));
        await using var db = world.CreateDbContext();
        await db.Database.ExecuteSqlAsync($"update apply_run set lease_until = now() where id = {run.Value}");
        await WritesNothing(Claim(run));

        var kept = await db.Set<Savepoint>().SingleAsync();
        (kept.Path, kept.DeletionSentAt, kept.DeletedAt).ShouldBe((path, null, null));
        (await db.Set<SavepointRestore>().AnyAsync()).ShouldBeFalse();

        async Task WritesNothing(FencedRun former)
        {
            Func<Task>[] writes =
            [
                () => ledger.Keep(former, on, "2f", $"{path}-2", null, isFork: false, never),
                () => ledger.Keep(former, on, "1f", $"{path}-3", null, isFork: true, never),
                () => ledger.Deleting(former, on, isFork: false, never),
                () => ledger.Deleted(former, on, isFork: false, never),
                () => ledger.Restore(former, on, path, "3f", never),
            ];
            foreach (var write in writes)
            {
                await Should.ThrowAsync<ClaimLostException>(write);
            }
        }
    }

    [Fact]
    public async Task In_production_deleting_one_needs_a_sign_in_of_the_last_minutes_and_a_service_account_never_does()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await Taken(world, "2f");
        var old = At((await Rows(world))[1]);
        await using var db = world.CreateDbContext();
        var longAgo = Platform with { Session = 1 };
        Why(await Acts(world).Delete(Platform with { IsServiceAccount = true }, old, CancellationToken.None))
            .ShouldContain("service account");

        await db.Database.ExecuteSqlAsync($"update environment set is_production = true");
        (await Acts(world).Delete(longAgo, old, CancellationToken.None))
            .ShouldBeOfType<Outcome<long>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.SignInAgain);
        await Done(Acts(world).Pin(longAgo, old, "Pinning loses nothing", CancellationToken.None));
    }

    [Fact]
    public async Task What_does_not_lie_where_the_change_wrote_it_is_never_deleted()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f", "file:/elsewhere/1f/savepoint-1");
        await Taken(world, "2f");

        await Over(world);
        await world.Read();

        world.Flink.Stored.ShouldContain("file:/elsewhere/1f/savepoint-1");
    }

    [Fact]
    public async Task Where_the_newest_is_gone_the_one_before_it_stays()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        world.Flink.Stored.Remove(await Taken(world, "2f"));

        await Over(world);
        await world.Read();

        world.Flink.Stored.ShouldBe([first]);
        (await Rows(world))[1].Savepoint.Failure.ShouldBe("The newest of its job isn't found");
    }

    [Fact]
    public async Task No_row_is_locked_while_its_folders_are_looked_into()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        var second = await Taken(world, "2f");
        await Over(world);
        world.Flink.Disk = async () =>
        {
            await using var db = world.CreateDbContext();
            await db.Database.ExecuteSqlAsync($"select from savepoint for update nowait");
        };

        await world.Read();

        world.Flink.Stored.ShouldBe([second]);
    }

    [Fact]
    public async Task Where_the_folders_do_not_answer_it_stays_and_nobody_waits_for_them()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await Taken(world, "2f");
        await Over(world);
        using var answers = new ManualResetEventSlim();
        // As a disk does: the thread hangs.
        world.Flink.Disk = () =>
        {
            answers.Wait();
            return Task.CompletedTask;
        };

        await new SavepointUpkeep(world.Flink, world, world.Cluster, new ImpatientClock()).Go(CancellationToken.None);

        answers.Set();
        world.Flink.Stored.ShouldContain(first);
        (await Rows(world))[1]
            .Savepoint.Failure.ShouldBe(
                "Flink's folders did not answer within 10\u00A0s, so nothing shows that a newer one is there"
            );
    }

    [Fact]
    public async Task Where_another_became_the_newest_while_its_folders_were_looked_into_it_stays_until_the_next_reading()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await Taken(world, "2f");
        await Over(world);
        world.Flink.Disk = async () =>
        {
            world.Flink.Disk = () => Task.CompletedTask;
            await Taken(world, "3f");
        };

        await world.Read();
        world.Flink.Stored.ShouldContain(first);

        await world.Read();
        world.Flink.Stored.ShouldNotContain(first);
    }

    [Fact]
    public async Task What_could_not_be_deleted_says_why_is_tried_again_and_nothing_starts_from_it()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await Taken(world, "2f");
        world.Flink.Refuses = "Access denied.";

        await Over(world);
        await world.Read();

        (await Rows(world))[1].Savepoint.Failure.ShouldBe("Access denied.");
        var own = Claim((await Rows(world))[1].Savepoint.RunId);
        (await Ledger(world).Restore(own, On(world), first, "3f", CancellationToken.None)).ShouldBeFalse();

        world.Flink.Refuses = null;
        await Over(world);
        await world.Read();
        (await Rows(world))[1].Savepoint.DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_start_from_it_is_noted_before_it_is_seen_whichever_way_its_place_is_written()
    {
        await using var world = await WatchedFlink.Create();
        var first = await Taken(world, "1f");
        await Taken(world, "2f");
        await using var db = world.CreateDbContext();
        var run = await Claimed(db, await AppliedChanges.Add(db, world.Cluster, "sums", "Resume sums", Began));
        var spelt = first.Replace("file:/", "file:///", StringComparison.Ordinal);

        (await Ledger(world).Restore(run, On(world), spelt, "3f", CancellationToken.None)).ShouldBeTrue();

        var row = (await Rows(world))[1];
        row.Restores.ShouldHaveSingleItem().Title.ShouldBe("Resume sums");
        row.Pin!.Words.ShouldBe("A start from it was sent and isn't seen yet");
        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldContain(first);
    }

    // payments cancelled its job, and logistics has one of that name now.
    [Fact]
    public async Task The_savepoints_of_a_former_job_of_a_name_stay_its_teams()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await Manage(world, "payments");
        var first = await Taken(world, "1f");
        var theirs = At((await Rows(world)).ShouldHaveSingleItem());
        await db.Set<Resource>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        await Manage(world, "logistics");
        var second = await Taken(world, "2f");

        var row = (await Rows(world)).ShouldHaveSingleItem();
        (row.Savepoint.Path, row.Pin!.Words).ShouldBe((second, "It is the newest of its job"));
        var known = (await KnownSavepoint.Of(db, world.Cluster, ["sums"], CancellationToken.None))["sums"].ToList();
        known.Select(s => (s.Path, s.FormerOwner)).ShouldBe([(first, "payments"), (second, null)]);
        var forked = await ForkedSavepoint.Of(world, world.Cluster, theirs.Id, CancellationToken.None);
        forked.ShouldNotBeNull().Owner.ShouldBe("payments");

        var (former, now) = (await Of(world, "payments"), await Of(world, "logistics"));
        Why(await Acts(world).Pin(now, theirs, "Mine", CancellationToken.None)).ShouldContain("of the team that owns");
        Why(await Acts(world).Delete(now, theirs, CancellationToken.None)).ShouldContain("of the team that owns");
        await Done(Acts(world).Pin(former, theirs, "Before the audit", CancellationToken.None));
        Why(await Acts(world).Unpin(now, theirs, CancellationToken.None)).ShouldContain("of the team that owns");
        await Done(Acts(world).Unpin(former, theirs, CancellationToken.None));
        await Done(Acts(world).Pin(now, At(row), "Mine", CancellationToken.None));
        await Over(world);
        await world.Read();
        world.Flink.Stored.ShouldBe([first, second]);
    }

    [Fact]
    public async Task A_team_that_creates_its_job_again_still_has_the_savepoints_of_the_former_one()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await Manage(world, "payments");
        var first = await Taken(world, "1f");
        await db.Set<Resource>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        await Manage(world, "payments");
        var second = await Taken(world, "2f");

        var rows = await Rows(world);

        rows.Select(r => r.Savepoint.Path).ShouldBe([second, first]);
        rows.Select(r => r.Pin!.Words)
            .ShouldBe([
                "It is the newest of its job",
                "It is the newest of a former job, and stays until somebody has it deleted",
            ]);
    }

    // The one before it was deleted past the portal: nothing has to be left of a job that is over.
    [Fact]
    public async Task The_newest_of_a_former_job_goes_once_its_team_has_it_deleted()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await Manage(world, "payments");
        world.Flink.Stored.Remove(await Taken(world, "1f"));
        await Taken(world, "2f");
        var newest = At((await Rows(world))[0]);
        var team = await Of(world, "payments");
        Why(await Acts(world).Delete(team, newest, CancellationToken.None)).ShouldContain("the newest of its job");
        await db.Set<Resource>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        await Manage(world, "payments");
        var third = await Taken(world, "3f");

        await Done(Acts(world).Delete(team, newest, CancellationToken.None));
        (await Rows(world)).Single(r => r.Savepoint.Id == newest.Id).Pin.ShouldBeNull("it is being deleted");
        await world.Read();

        world.Flink.Stored.ShouldBe([third]);
        (await Rows(world)).Single(r => r.Savepoint.Id == newest.Id).Savepoint.DeletedAt.ShouldNotBeNull();
    }

    // logistics has a job of the name now, and requests a change of it.
    [Fact]
    public async Task A_change_of_another_teams_job_of_the_name_keeps_no_savepoint_of_a_former_one_from_being_deleted()
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await Manage(world, "payments");
        await Taken(world, "1f");
        var theirs = At((await Rows(world)).ShouldHaveSingleItem());
        var team = await Of(world, "payments");
        await db.Set<Resource>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        await Manage(world, "logistics");
        var second = await Taken(world, "2f");

        await AppliedChanges.Add(db, world.Cluster, "sums", "Upgrade sums", Began, state: "pending_approval");
        await Done(Acts(world).Delete(team, theirs, CancellationToken.None));
        await world.Read();

        world.Flink.Stored.ShouldBe([second]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("logistics")]
    public async Task What_a_cancelled_job_left_is_found_by_its_team_and_by_platform_whichever_job_has_the_name(
        string? successor
    )
    {
        await using var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        await Manage(world, "logistics");
        await db.Set<Resource>().ExecuteDeleteAsync();
        await Manage(world, "payments");
        var left = await Taken(world, "1f");
        (await Former(world, Platform)).ShouldBeEmpty("the job is there");
        await db.Set<Resource>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        if (successor is not null)
        {
            await Manage(world, successor);
            await Taken(world, "2f");
        }

        var row = (await Former(world, await Of(world, "payments"))).ShouldHaveSingleItem();

        (row.Savepoint.Path, row.Pin!.YieldsToDeletion).ShouldBe((left, true));
        (await Former(world, Platform)).ShouldHaveSingleItem().Savepoint.Path.ShouldBe(left);
        (await Former(world, await Of(world, "logistics"))).ShouldBeEmpty("it is another team's");
    }

    [Fact]
    public async Task What_was_prepared_at_one_that_its_run_went_on_after_is_committed_once_that_run_has_finished()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await Taken(world, "2f");
        await using var db = world.CreateDbContext();
        var savepoint = await db.Set<Savepoint>().SingleAsync(s => s.JobId == "1f");
        await WentOn(world, savepoint);
        (await Uncommitted(world)).ShouldBe([savepoint.Id], "the other run was stopped with its own");

        await world.Read();

        (await Uncommitted(world)).ShouldBeEmpty();
    }

    // Of two tasks so many ran when the run that starts from it was seen; null: it never was. Flink may have refused it.
    [Theory]
    [InlineData(null, 0, null, false)]
    [InlineData(null, 0, nameof(StepOrigin.Found), false)]
    [InlineData(null, 0, nameof(StepOrigin.Made), true)]
    [InlineData(0, 0, null, false)]
    [InlineData(0, 0, nameof(StepOrigin.Made), true)] // it ran, and has failed since
    [InlineData(0, 3, null, true)]
    [InlineData(1, 0, null, false)]
    [InlineData(2, 0, null, true)]
    public async Task A_start_from_one_that_its_run_went_on_after_commits_what_was_prepared_there_once_it_is_known_to_have_run(
        int? running,
        int completed,
        string? done,
        bool commits
    )
    {
        await using var world = await WatchedFlink.Create();
        var path = await Taken(world, "1f");
        await using var db = world.CreateDbContext();
        var savepoint = await db.Set<Savepoint>().SingleAsync();
        await WentOn(world, savepoint);
        var run = await AppliedChanges.Add(db, world.Cluster, "sums", "Restore sums", Began);
        var claimed = await Claimed(db, run);

        (await Ledger(world).Restore(claimed, On(world), path, "2f", CancellationToken.None)).ShouldBeTrue();
        if (running is not null)
        {
            var facts = JobFacts.None with { Running = running, Tasks = 2, Completed = completed };
            db.Add(
                new SeenJob
                {
                    ClusterId = world.Cluster,
                    JobId = "2f",
                    Name = "sums",
                    Status = FlinkStatus.Failed,
                    StartedAt = Began,
                    FirstSeenAt = Began,
                    SeenAt = Began,
                    Facts = facts,
                }
            );
        }

        if (done is not null)
        {
            db.Add(
                new JournalEntry
                {
                    RunId = run,
                    Step = 0,
                    Direction = StepDirection.Do,
                    Phase = StepPhase.Done,
                    Fence = 1,
                    EngineId = "2f",
                    Result = done,
                    At = Began,
                }
            );
        }

        await db.SaveChangesAsync();

        (await Uncommitted(world)).Contains(savepoint.Id).ShouldBe(!commits);
    }

    // Flink and its folders were lost since. Its clock is so many minutes ahead of the portal's.
    [Theory]
    [InlineData(9L, 10L, false, 0, true)]
    [InlineData(9L, 10L, false, -5, true)]
    [InlineData(9L, 8L, false, 0, false)]
    [InlineData(9L, 8L, false, 5, false)]
    [InlineData(9L, 10L, true, 5, false)]
    [InlineData(null, 10L, false, 5, false)]
    public async Task What_was_prepared_at_one_that_its_run_went_on_after_is_committed_by_a_checkpoint_that_Flink_numbered_after_it_whatever_its_clock(
        long? own,
        long other,
        bool isSavepoint,
        int minutesAhead,
        bool commits
    )
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await using var db = world.CreateDbContext();
        var savepoint = await db.Set<Savepoint>().SingleAsync();
        await WentOn(world, savepoint);
        var at = savepoint.TakenAt.AddMinutes(minutesAhead);
        await Lost(world, savepoint.JobId);

        if (own is { } number)
        {
            await Keep(world, savepoint, number, at, isSavepoint: true);
        }

        await Keep(world, savepoint, other, at, isSavepoint);

        (await Uncommitted(world)).Contains(savepoint.Id).ShouldBe(!commits);
    }

    [Fact]
    public async Task A_savepoint_whose_number_no_reading_saw_does_not_count_as_the_one_before_it_of_the_same_run()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await Taken(world, "1f");
        await using var db = world.CreateDbContext();
        var both = await db.Set<Savepoint>().OrderBy(s => s.Id).ToListAsync();
        var (first, second) = (both[0], both[1]);
        await WentOn(world, first);
        await WentOn(world, second);
        await Lost(world, "1f");

        await Keep(world, first, 5, first.TakenAt, isSavepoint: true);
        await Keep(world, first, 6, first.TakenAt, isSavepoint: false);
        (await Uncommitted(world)).ShouldContain(second.Id);

        await Keep(world, second, 7, second.TakenAt, isSavepoint: true);
        (await Uncommitted(world)).ShouldBe([second.Id], "6 came between them");

        await Keep(world, second, 8, second.TakenAt, isSavepoint: false);
        (await Uncommitted(world)).ShouldBeEmpty();
    }

    // What is kept of the first one is dropped in time: that keeps nobody from knowing the number of the second.
    [Fact]
    public async Task One_of_a_day_before_of_which_nothing_is_kept_hides_no_checkpoint_after_another()
    {
        await using var world = await WatchedFlink.Create();
        await Taken(world, "1f");
        await Taken(world, "1f");
        await using var db = world.CreateDbContext();
        var newest = await db.Set<Savepoint>().OrderByDescending(s => s.Id).FirstAsync();
        await db.Set<Savepoint>()
            .Where(s => s.Id != newest.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.TakenAt, newest.TakenAt.AddDays(-1)));
        await WentOn(world, newest);
        await Lost(world, "1f");

        await Keep(world, newest, 900, newest.TakenAt, isSavepoint: true);
        await Keep(world, newest, 901, newest.TakenAt, isSavepoint: false);

        (await Uncommitted(world)).ShouldNotContain(newest.Id);
    }

    // Nobody owns the job: it was never managed.
    private static Caller Platform { get; } =
        new(
            new Actor("sam", ActorVia.Page),
            "Sam",
            [
                new Membership
                {
                    PersonId = new(1),
                    TeamId = new(1),
                    Role = Role.Platform,
                },
            ]
        );

    /// <summary>Somebody with every role of a team that counts for savepoints.</summary>
    private static async Task<Caller> Of(WatchedFlink world, string team)
    {
        await using var db = world.CreateDbContext();
        var id = (await db.Set<Team>().SingleAsync(t => t.Name == team)).Id;
        return new(
            new Actor("kim", ActorVia.Page),
            "Kim",
            [
                .. new[] { Role.Member, Role.Approver }.Select(role => new Membership
                {
                    PersonId = new(2),
                    TeamId = id,
                    Role = role,
                }),
            ]
        );
    }

    /// <summary>From now on a team has a job of that name.</summary>
    private static async Task Manage(WatchedFlink world, string team)
    {
        await using var db = world.CreateDbContext();
        var (spec, now) = (CoreJson.Write(JobWorlds.Spec(JobWorlds.Copy("a", "b"))), TimeProvider.System.GetUtcNow());
        await db.Database.ExecuteSqlAsync(
            $"""
            with t as (
                insert into team (name, title) values ({team}, {team})
                on conflict (name) do update set title = team.title returning id)
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {world.Cluster.Value}, 'sums', id, {spec}::jsonb, {now}, {now} from t
            """
        );
    }

    /// <summary>The change took it and nothing else: its run went on.</summary>
    private static async Task WentOn(WatchedFlink world, Savepoint savepoint)
    {
        await using var db = world.CreateDbContext();
        var wanted = CoreJson.Write(JobWorlds.Spec(JobWorlds.Copy("a", "b")) with { TakeSavepoint = true });
        await db.Database.ExecuteSqlAsync(
            $"""
            update change_resource set wanted = {wanted}::jsonb
            where change_id = (select change_id from apply_run where id = {savepoint.RunId.Value})
            """
        );
    }

    /// <summary>A run that Flink forgot: what it is known to have completed is what was kept.</summary>
    private static async Task Lost(WatchedFlink world, string jobId)
    {
        await using var db = world.CreateDbContext();
        db.Add(
            new SeenJob
            {
                ClusterId = world.Cluster,
                JobId = jobId,
                Name = "sums",
                Status = FlinkStatus.Running,
                StartedAt = Began,
                FirstSeenAt = Began,
                SeenAt = Began,
                GoneAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>A reading saw that the run of a savepoint had completed this by then.</summary>
    /// <param name="at">By Flink's clock.</param>
    private static async Task Keep(
        WatchedFlink world,
        Savepoint savepoint,
        long number,
        DateTimeOffset at,
        bool isSavepoint
    )
    {
        await using var db = world.CreateDbContext();
        db.Add(
            new KeptCheckpoint
            {
                ClusterId = world.Cluster,
                JobId = savepoint.JobId,
                Number = number,
                At = at,
                IsSavepoint = isSavepoint,
                Status = JobCheckpoint.Completed,
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>What this person finds of former jobs of the name.</summary>
    private static Task<IReadOnlyList<SavepointRow>> Former(WatchedFlink world, Caller who) =>
        new JobLookup(world).FormerSavepoints(
            who,
            "dev",
            "sums",
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );

    /// <summary>Those of which the store doesn't show that what was prepared then is committed.</summary>
    private static async Task<IEnumerable<long>> Uncommitted(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return (await KnownSavepoint.Of(db, world.Cluster, ["sums"], CancellationToken.None))["sums"]
            .Where(s => s.MayBeUncommitted)
            .Select(s => s.Number);
    }

    private static SavepointActs Acts(WatchedFlink world) =>
        new(
            world,
            new(new ADayAgo(), Options.Create(new FreshSignInOptions()), TimeProvider.System),
            TimeProvider.System
        );

    private static SavepointAddress At(SavepointRow row) => new("dev", "sums", row.Savepoint.Id);

    private static async Task Done(Task<Outcome<long>> act) => (await act).ShouldBeOfType<Outcome<long>.Done>();

    private static string Why(Outcome<long> outcome, string? field = null)
    {
        var why = outcome.ShouldBeOfType<Outcome<long>.Refused>().Why;
        return field is null ? why.Words : why.Fields!.GetValueOrDefault(field, "");
    }

    private static SavepointLedger Ledger(WatchedFlink world) =>
        new(world, Options.Create(new SavepointOptions { KeepFor = TimeSpan.Zero }), TimeProvider.System);

    private static ResourceRef On(WatchedFlink world) => new(JobKind.Word, world.Cluster, "sums");

    /// <summary>A change has stopped this run of the job.</summary>
    private static async Task<string> Taken(WatchedFlink world, string jobId, string? path = null)
    {
        world.Flink.Runs(jobId, "sums", FlinkStatus.Finished);
        await using var db = world.CreateDbContext();
        var run = await AppliedChanges.Add(db, world.Cluster, "sums", $"Suspend {jobId}", Began);
        var mark = Submissions.Stop(run, On(world), jobId).Mark;
        path ??= $"file:/savepoints/portal/sums/{jobId}/{mark}/savepoint-1";
        world.Flink.Stored.Add(path);
        var claimed = await Claimed(db, run);
        await Ledger(world).Keep(claimed, On(world), jobId, path, 1_000, isFork: false, CancellationToken.None);
        await Ledger(world).Keep(claimed, On(world), jobId, path, 1_000, isFork: false, CancellationToken.None);
        return path;
    }

    private static FencedRun Claim(RunId run) => new(run, Fence: 1, Owner: "worker");

    /// <summary>A worker carries the run out, and its lease holds.</summary>
    private static async Task<FencedRun> Claimed(PortalDb db, RunId run)
    {
        await db.Database.ExecuteSqlAsync(
            $"update apply_run set fence = 1, owner = 'worker', lease_until = now() + interval '1 hour' where id = {run.Value}"
        );
        return Claim(run);
    }

    /// <summary>The time of all of them is over.</summary>
    private static async Task Over(WatchedFlink world)
    {
        await using (var db = world.CreateDbContext())
        {
            await db.Set<Due>().ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, Began));
        }

        IDueHandler handler = new SavepointEnd(TimeProvider.System);
        await using var store = world.CreateDbContext();
        foreach (var row in await handler.Ready(store, TimeProvider.System.GetUtcNow()).AsNoTracking().ToListAsync())
        {
            await using var db = world.CreateDbContext();
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await handler.Handle(db, row, CancellationToken.None)).ShouldBeTrue();
            await transaction.CommitAsync();
        }
    }

    private static async Task<IReadOnlyList<SavepointRow>> Rows(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        return await SavepointRows.Of(
            db,
            world.Cluster,
            "sums",
            TimeProvider.System.GetUtcNow(),
            CancellationToken.None
        );
    }

    /// <summary>Everybody proved who they are a day ago.</summary>
    private sealed class ADayAgo : ISignInTimes
    {
        public Task<DateTimeOffset?> ProvedAt(long session, CancellationToken stop) =>
            Task.FromResult<DateTimeOffset?>(TimeProvider.System.GetUtcNow().AddDays(-1));
    }
}
