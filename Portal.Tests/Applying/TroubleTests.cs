using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>What happens when an engine or a stranger's hand gets in the way.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private readonly WorkerWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_refusal_takes_back_what_was_done_before_it()
    {
        world.Kafka.Fault = call => call == "GrowPartitions" ? Refusal("no room for more partitions") : null;
        await world.Manage("trouble.refused", 3, ("retention.ms", "1000"));
        await world.StartWorker();
        var id = await world.Ask(Update("trouble.refused", 6, ("retention.ms", "2000")));
        await world.Reaches(id, ChangeState.PendingApproval);
        await world.Approve(id);
        var view = await world.Reaches(id, ChangeState.RolledBack);
        world.Kafka.Topic("trouble.refused")!.Configs["retention.ms"].Value.ShouldBe("1000");
        view.Timeline.ShouldContain(e => e.Kind == "step.failed" && e.Words.Contains("no room"));
        view.Timeline.ShouldContain(e => e.Kind == "step.undone");
    }

    [Fact]
    public async Task An_engine_that_doesnt_answer_is_asked_again_until_it_does_and_the_locks_stay()
    {
        var isAway = true;
        world.Kafka.Fault = call =>
            Volatile.Read(ref isAway) && call == "Create" ? new(EngineFault.Transient, "nobody answers") : null;
        await world.StartWorker();
        var id = await world.Ask(Create("trouble.away"));
        await Deadline.Until(async () => (await world.View(id)).Run?.FirstFailedAt is not null);
        await using (var db = await world.Open())
        {
            (await db.Set<RunTarget>().AnyAsync(t => t.Name == "trouble_away")).ShouldBeTrue();
        }

        (await world.View(id)).Run!.StatusMessage.ShouldBe("nobody answers");
        Volatile.Write(ref isAway, false);
        await world.Reaches(id, ChangeState.Applied);
        world.Kafka.Count("Create").ShouldBe(1);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_found_and_not_made_twice()
    {
        var isFirst = true;
        world.Kafka.AfterAct = act =>
        {
            if (act == "Create" && isFirst)
            {
                isFirst = false;
                throw new EngineException(EngineFault.Unknown, "the connection broke");
            }
        };
        await world.StartWorker();
        var id = await world.Ask(Create("trouble.lost"));
        var view = await world.Reaches(id, ChangeState.Applied);
        world.Kafka.Count("Create").ShouldBe(1);
        view.Run!.Journal[^1].Result.ShouldBe("Found");
    }

    [Fact]
    public async Task What_was_made_is_taken_away_only_while_it_is_empty()
    {
        await Stuck("trouble.written", records: 7);
        var topic = world.Kafka.Topic("trouble.written")!;
        topic.Configs.ShouldNotContainKey("max.message.bytes");
        world.Kafka.Count("Delete").ShouldBe(0);
    }

    [Fact]
    public async Task A_stuck_run_keeps_its_locks_and_goes_on_when_a_person_retries()
    {
        var id = await Stuck("trouble.retried", records: 7);
        await using (var db = await world.Open())
        {
            (await db.Set<RunTarget>().CountAsync()).ShouldBe(2);
        }

        world.Kafka.Write("trouble.retried", 0);
        var onCall = await world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await world.Get<RunControl>().Retry(onCall, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await world.Reaches(id, ChangeState.RolledBack);
        world.Kafka.Topic("trouble.retried").ShouldBeNull();
    }

    [Fact]
    public async Task Settling_records_what_is_there_and_frees_the_locks()
    {
        var id = await Stuck("trouble.settled", records: 7);
        var onCall = await world.Person(Role.OnCall, SeededStructure.Payments);
        (await world.Get<RunControl>().Settle(onCall, id, "it is in use", CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value.ShouldBe(ChangeState.Settled);
        await using var db = await world.Open();
        (await db.Set<RunTarget>().CountAsync()).ShouldBe(0);
        (await db.Set<Resource>().SingleAsync()).Name.ShouldBe("trouble.settled");
    }

    [Fact]
    public async Task An_abort_is_obeyed_between_steps_and_refused_past_the_point_of_no_return()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        world.Kafka.Fault = call =>
        {
            if (call == "SetConfigs" && reached.TrySetResult())
            {
                goOn.Task.Wait();
            }

            return null;
        };
        await world.Manage("trouble.aborted", 3, ("retention.ms", "1000"));
        await world.StartWorker();
        var id = await world.Ask(Update("trouble.aborted", 6, ("retention.ms", "2000")));
        await world.Reaches(id, ChangeState.PendingApproval);
        await world.Approve(id);
        await reached.Task;
        var asker = await world.Person(Role.Member, SeededStructure.Payments);
        (
            await world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        goOn.SetResult();
        await world.Reaches(id, ChangeState.RolledBack);
        world.Kafka.Topic("trouble.aborted")!.Partitions.ShouldBe(3);
        world.Kafka.Topic("trouble.aborted")!.Configs["retention.ms"].Value.ShouldBe("1000");
    }

    [Fact]
    public async Task Another_cluster_at_the_same_address_gets_nothing_written()
    {
        await world.Manage("trouble.other");
        await world.StartWorker();
        var id = await world.Ask(Update("trouble.other", 6));
        await world.Reaches(id, ChangeState.PendingApproval);
        world.Kafka.EngineId = "another";
        await world.Approve(id);
        await Deadline.Until(async () =>
            (await world.View(id)).Timeline.Any(e => e.Kind == "run.stale" && e.Words.Contains("Another cluster"))
        );
        world.Kafka.Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Risk_that_rose_since_the_approval_makes_the_plan_stale()
    {
        await world.Manage("trouble.risk");
        var id = await world.Ask(Delete("trouble.risk"));
        await world.PlanAll();
        (await world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
        world.Kafka.Write("trouble.risk", 1_000_000);
        await world.StartWorker();
        await Deadline.Until(async () => (await world.View(id)).Timeline.Any(e => e.Kind == "run.stale"));
        await world.Reaches(id, ChangeState.PendingApproval);
        world.Kafka.Topic("trouble.risk").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_group_that_begins_to_read_after_the_approval_is_not_deleted_under()
    {
        await world.Manage("trouble.read");
        world.Kafka.Write("trouble.read", 100);
        world.Readers.Readers = [new("billing", 0, null, false)];
        var id = await world.Ask(Delete("trouble.read"));
        await world.PlanAll();
        (await world.View(id)).Approvals.ShouldNotContain(a => a.IsOverride);
        await world.Approve(id);
        world.Readers.Readers = [new("billing", 1, null, false)];

        await world.StartWorker();

        var again = await world.Reaches(id, ChangeState.PendingApproval);
        again.Plan!.Number.ShouldBe(2);
        again.Approvals.ShouldContain(a => a.IsOverride);
        again.Timeline.ShouldContain(e => e.Words.Contains("Still in use: billing"));
        (await world.Live("trouble.read")).ShouldNotBeNull();
        world.Readers.Readers = [];
    }

    [Fact]
    public async Task A_delete_waits_for_an_override_while_nobody_knows_who_reads()
    {
        await world.Manage("trouble.unknown");
        world.Kafka.Write("trouble.unknown", 1);
        world.Readers.AreAll = false;
        var id = await world.Ask(Delete("trouble.unknown"));
        await world.PlanAll();
        world.Readers.AreAll = true;

        (await world.View(id)).Checks.ShouldContain(c =>
            c.Verdict == CheckVerdict.NeedsOverride && c.Words.StartsWith("Who reads it isn't known")
        );
    }

    [Fact]
    public async Task A_delete_of_what_was_never_written_to_needs_no_override_for_its_readers()
    {
        await world.Manage("trouble.unwritten");
        world.Readers.AreAll = false;
        var id = await world.Ask(Delete("trouble.unwritten"));
        await world.PlanAll();
        world.Readers.AreAll = true;

        (await world.View(id)).Checks.ShouldNotContain(c => c.Verdict == CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task Two_workers_at_once_do_each_thing_once()
    {
        await world.StartWorker();
        await world.StartWorker();
        var ids = new List<ChangeId>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await world.Ask(Create($"trouble.two.{i}")));
        }

        foreach (var id in ids)
        {
            await world.Reaches(id, ChangeState.Applied);
        }

        world.Kafka.Count("Create").ShouldBe(12);
    }

    /// <summary>Two topics are asked for; the second is refused when the first has been written to meanwhile.</summary>
    private async Task<ChangeId> Stuck(string topic, long records)
    {
        world.Kafka.AfterAct = act =>
        {
            if (act == "Create")
            {
                world.Kafka.Write(topic, records);
                world.Kafka.Fault = call => call == "Create" ? Refusal("no more topics") : null;
            }
        };
        await world.StartWorker();
        var id = await world.Ask(Create(topic), Create($"{topic}.second"));
        await world.Reaches(id, ChangeState.Stuck);
        return id;
    }

    private static EngineException Refusal(string words) => new(EngineFault.Final, words);
}
