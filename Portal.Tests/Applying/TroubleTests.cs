using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>What happens when an engine or a stranger's hand gets in the way.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private const string Ignored = "min.insync.replicas";

    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_refusal_takes_back_what_was_done_before_it()
    {
        _world.Kafka.Fault = call => call == "GrowPartitions" ? Refusal("no room for more partitions") : null;
        await _world.Manage("trouble.refused", 3, ("retention.ms", "1000"));
        await _world.StartWorker();
        var id = await _world.Ask(Update("trouble.refused", 6, ("retention.ms", "2000")));
        await _world.Reaches(id, ChangeState.PendingApproval);
        await _world.Approve(id);
        var view = await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("trouble.refused")!.Configs["retention.ms"].Value.ShouldBe("1000");
        view.Timeline.ShouldContain(e => e.Kind == "step.failed" && e.Words.Contains("no room"));
        view.Timeline.ShouldContain(e => e.Kind == "step.undone");
    }

    [Fact]
    public async Task An_engine_that_doesnt_answer_is_asked_again_until_it_does_and_the_locks_stay()
    {
        var isAway = true;
        _world.Kafka.Fault = call =>
            Volatile.Read(ref isAway) && call == "Create" ? new(EngineFault.Transient, "nobody answers") : null;
        await _world.StartWorker();
        var id = await _world.Ask(Create("trouble.away"));
        await Deadline.Until(async () => (await _world.View(id)).Run?.FirstFailedAt is not null);
        await using (var db = await _world.Open())
        {
            (await db.Set<RunTarget>().AnyAsync(t => t.Name == "trouble_away")).ShouldBeTrue();
        }

        (await _world.View(id)).Run!.StatusMessage.ShouldBe("nobody answers");
        Volatile.Write(ref isAway, false);
        await _world.Reaches(id, ChangeState.Applied);
        _world.Kafka.Count("Create").ShouldBe(1);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_found_and_not_made_twice()
    {
        var isFirst = true;
        _world.Kafka.AfterAct = act =>
        {
            if (act == "Create" && isFirst)
            {
                isFirst = false;
                throw new EngineException(EngineFault.Unknown, "the connection broke");
            }
        };
        await _world.StartWorker();
        var id = await _world.Ask(Create("trouble.lost"));
        var view = await _world.Reaches(id, ChangeState.Applied);
        _world.Kafka.Count("Create").ShouldBe(1);
        view.Run!.Journal[^1].Result.ShouldBe("Found");
    }

    [Fact]
    public async Task A_setting_that_the_cluster_takes_and_ignores_is_named_and_the_topic_is_created()
    {
        _world.Kafka.Shown = WithoutIgnored;
        await _world.StartWorker();

        var id = await _world.Ask(CreateWithIgnored("trouble.ignored"));

        var view = await _world.Reaches(id, ChangeState.Applied);
        view.Timeline.ShouldContain(e =>
            e.Words.EndsWith($"The cluster has no such setting, and ignored it: {Ignored}.")
        );
    }

    [Fact]
    public async Task A_setting_that_the_cluster_ignores_is_named_where_the_answer_to_the_create_was_lost_too()
    {
        var isFirst = true;
        _world.Kafka.Shown = WithoutIgnored;
        _world.Kafka.AfterAct = act =>
        {
            if (act == "Create" && isFirst)
            {
                isFirst = false;
                throw new EngineException(EngineFault.Unknown, "the connection broke");
            }
        };
        await _world.StartWorker();

        var id = await _world.Ask(CreateWithIgnored("trouble.ignored.lost"));

        var view = await _world.Reaches(id, ChangeState.Applied);
        view.Run!.Journal[^1].Result.ShouldBe("Found");
        view.Timeline.ShouldContain(e =>
            e.Words.EndsWith(
                $"found done after an interruption. The cluster has no such setting, and ignored it: {Ignored}."
            )
        );
    }

    [Fact]
    public async Task What_was_made_is_taken_away_only_while_it_is_empty()
    {
        await Stuck("trouble.written", records: 7);
        var topic = _world.Kafka.Topic("trouble.written")!;
        topic.Configs.ShouldNotContainKey("max.message.bytes");
        _world.Kafka.Count("Delete").ShouldBe(0);
    }

    [Fact]
    public async Task A_stuck_run_keeps_its_locks_and_goes_on_when_a_person_retries()
    {
        var id = await Stuck("trouble.retried", records: 7);
        await using (var db = await _world.Open())
        {
            (await db.Set<RunTarget>().CountAsync()).ShouldBe(2);
        }

        _world.Kafka.Write("trouble.retried", 0);
        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Retry(onCall, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("trouble.retried").ShouldBeNull();
    }

    [Fact]
    public async Task Settling_records_what_is_there_and_frees_the_locks()
    {
        var id = await Stuck("trouble.settled", records: 7);
        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (await _world.Get<RunControl>().Settle(onCall, id, "it is in use", CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value.ShouldBe(ChangeState.Settled);
        await using var db = await _world.Open();
        (await db.Set<RunTarget>().CountAsync()).ShouldBe(0);
        (await db.Set<Resource>().SingleAsync()).Name.ShouldBe("trouble.settled");
    }

    [Fact]
    public async Task An_abort_is_obeyed_between_steps_and_refused_past_the_point_of_no_return()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _world.Kafka.Fault = call =>
        {
            if (call == "SetConfigs" && reached.TrySetResult())
            {
                goOn.Task.Wait();
            }

            return null;
        };
        await _world.Manage("trouble.aborted", 3, ("retention.ms", "1000"));
        await _world.StartWorker();
        var id = await _world.Ask(Update("trouble.aborted", 6, ("retention.ms", "2000")));
        await _world.Reaches(id, ChangeState.PendingApproval);
        await _world.Approve(id);
        await reached.Task;
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        goOn.SetResult();
        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("trouble.aborted")!.Partitions.ShouldBe(3);
        _world.Kafka.Topic("trouble.aborted")!.Configs["retention.ms"].Value.ShouldBe("1000");
    }

    [Fact]
    public async Task Another_cluster_at_the_same_address_gets_nothing_written()
    {
        await _world.Manage("trouble.other");
        await _world.StartWorker();
        var id = await _world.Ask(Update("trouble.other", 6));
        await _world.Reaches(id, ChangeState.PendingApproval);
        _world.Kafka.EngineId = "another";
        await _world.Approve(id);
        await Deadline.Until(async () =>
            (await _world.View(id)).Timeline.Any(e => e.Kind == "run.stale" && e.Words.Contains("Another cluster"))
        );
        _world.Kafka.Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_cluster_at_the_same_address_has_is_not_taken_for_what_was_applied()
    {
        // It is silent from the moment at which its topic was seen to be there.
        var looks = 0;
        _world.Kafka.Fault = call =>
            _world.Kafka.Count("Create") > 0 && (call != "Topics" || looks++ > 0)
                ? new(EngineFault.Transient, "nobody answers")
                : null;
        var id = await _world.Ask(Create("trouble.rebuilt"));
        await _world.PlanAll();
        await _world.ApplyAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Verifying);
        var known = _world.Kafka.EngineId;
        _world.Kafka.EngineId = "another";
        _world.Kafka.Fault = _ => null;

        await Carried(id, ChangeState.Stuck);

        (await _world.View(id)).Row.StatusMessage.ShouldNotBeNull().ShouldStartWith("Another cluster");
        _world.Kafka.EngineId = known;
        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Retry(onCall, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await Carried(id, ChangeState.Applied);
    }

    [Fact]
    public async Task A_run_that_turned_back_and_got_stuck_before_it_took_anything_back_goes_on_backwards()
    {
        var known = _world.Kafka.EngineId;
        _world.Kafka.Fault = call =>
        {
            if (call != "Create" || _world.Kafka.Count("Create") == 0)
            {
                return null;
            }

            _world.Kafka.EngineId = "another";
            return Refusal("no more topics");
        };
        await _world.StartWorker();
        var id = await _world.Ask(Create("trouble.turned"), Create("trouble.turned.second"));
        var stuck = await _world.Reaches(id, ChangeState.Stuck);
        stuck.Run!.Journal.ShouldNotContain(entry => entry.Direction == StepDirection.Undo);
        _world.Kafka.EngineId = known;
        _world.Kafka.Fault = _ => null;

        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (await _world.Get<RunControl>().Retry(onCall, id, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value.ShouldBe(ChangeState.RollingBack);

        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("trouble.turned").ShouldBeNull();
    }

    [Fact]
    public async Task Risk_that_rose_since_the_approval_makes_the_plan_stale()
    {
        await _world.Manage("trouble.risk");
        var id = await _world.Ask(Delete("trouble.risk"));
        await _world.PlanAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
        _world.Kafka.Write("trouble.risk", 1_000_000);
        await _world.StartWorker();
        await Deadline.Until(async () => (await _world.View(id)).Timeline.Any(e => e.Kind == "run.stale"));
        await _world.Reaches(id, ChangeState.PendingApproval);
        _world.Kafka.Topic("trouble.risk").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_group_that_begins_to_read_after_the_approval_is_not_deleted_under()
    {
        await _world.Manage("trouble.read");
        _world.Kafka.Write("trouble.read", 100);
        _world.Readers.Readers = [new("billing", 0, null, false)];
        var id = await _world.Ask(Delete("trouble.read"));
        await _world.PlanAll();
        (await _world.View(id)).Approvals.ShouldNotContain(a => a.IsOverride);
        await _world.Approve(id);
        _world.Readers.Readers = [new("billing", 1, null, false)];

        await _world.StartWorker();

        var again = await _world.Reaches(id, ChangeState.PendingApproval);
        again.Plan!.Number.ShouldBe(2);
        again.Approvals.ShouldContain(a => a.IsOverride);
        again.Timeline.ShouldContain(e => e.Words.Contains("Still in use: billing"));
        (await _world.Live("trouble.read")).ShouldNotBeNull();
        _world.Readers.Readers = [];
    }

    [Fact]
    public async Task A_group_that_fell_behind_after_the_approval_loses_nothing_without_an_override()
    {
        await _world.Manage("trouble.behind", configs: ("retention.ms", "7200000"));
        _world.Kafka.Write("trouble.behind", 10);
        _world.Kafka.Old = _ => 4;
        _world.Readers.Readers = [new("billing", 0, null, false)];
        _world.Readers.Committed = At(4);
        var id = await _world.Ask(Update("trouble.behind", 3, ("retention.ms", "3600000")));
        await _world.PlanAll();
        (await _world.View(id)).Approvals.ShouldNotContain(a => a.IsOverride);
        await _world.Approve(id);
        _world.Readers.Committed = At(1);

        await _world.StartWorker();

        var again = await _world.Reaches(id, ChangeState.PendingApproval);
        again.Plan!.Number.ShouldBe(2);
        again.Approvals.ShouldContain(a => a.IsOverride);
        again.Timeline.ShouldContain(e => e.Words.Contains("billing (about 3 records)"));
        _world.Readers.Readers = [];
        _world.Readers.Committed = null;
        _world.Kafka.Old = _ => 0;

        static Dictionary<string, IReadOnlyDictionary<int, long>> At(long offset) =>
            new() { ["billing"] = new Dictionary<int, long> { [0] = offset } };
    }

    [Fact]
    public async Task A_group_that_begins_to_read_after_the_run_has_begun_is_not_deleted_under()
    {
        var id = await BrokenOffBeforeTheDelete("trouble.midway");
        _world.Readers.Readers = [new("billing", 1, null, false)];

        await Carried(id, ChangeState.RolledBack);

        (await _world.View(id)).Timeline.ShouldContain(e =>
            e.Kind == TurnedBack.Kind && e.Words.Contains("Still in use: billing")
        );
        _world.Kafka.Topic("trouble.midway.old").ShouldNotBeNull();
        _world.Kafka.Topic("trouble.midway.new").ShouldBeNull();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task What_is_not_known_for_a_moment_is_waited_for_by_a_run_that_has_begun(bool hasGap, bool areAll)
    {
        var id = await BrokenOffBeforeTheDelete("trouble.gap");
        _world.Readers.Readers = [new("billing", 0, null, hasGap)];
        _world.Readers.AreAll = areAll;

        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Run!.StatusMessage is { } words
                && words.StartsWith("Since it was approved: ", StringComparison.Ordinal);
        });

        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applying);
        _world.Readers.Readers = [new("billing", 0, null, false)];
        _world.Readers.AreAll = true;
        await Carried(id, ChangeState.Applied);
        _world.Kafka.Topic("trouble.gap.old").ShouldBeNull();
    }

    [Fact]
    public async Task What_was_not_known_when_it_was_approved_is_not_waited_for()
    {
        _world.Readers.AreAll = false;
        var id = await BrokenOffBeforeTheDelete("trouble.unread");
        _world.Readers.Readers = [new("billing", 1, null, false)];

        await Carried(id, ChangeState.RolledBack);

        _world.Kafka.Topic("trouble.unread.old").ShouldNotBeNull();
        _world.Readers.AreAll = true;
    }

    [Fact]
    public async Task Records_that_come_after_the_run_has_begun_are_not_deleted_as_nothing_was()
    {
        var id = await BrokenOffBeforeTheDelete("trouble.filled", records: 0);
        _world.Kafka.Write("trouble.filled.old", 1_000_000);

        await Carried(id, ChangeState.RolledBack);

        (await _world.View(id)).Timeline.ShouldContain(e =>
            e.Kind == TurnedBack.Kind && e.Words.StartsWith("The risk has risen")
        );
        _world.Kafka.Topic("trouble.filled.old").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_run_that_was_broken_off_deletes_what_nothing_has_worsened()
    {
        var id = await BrokenOffBeforeTheDelete("trouble.same");

        await Carried(id, ChangeState.Applied);

        _world.Kafka.Topic("trouble.same.old").ShouldBeNull();
        _world.Kafka.Topic("trouble.same.new").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_has_worsened_waits_for_a_person_where_the_rest_cannot_be_taken_back_and_a_retry_goes_forward()
    {
        var id = await BrokenOffBeforeTheDelete("trouble.kept");
        await _world.SeeTopic("trouble.kept.new", _world.Kafka.Topic("trouble.kept.new")!.TopicId);
        _world.Readers.Readers = [new("billing", 1, null, false)];
        _world.Readers.Ends = 7;
        await _world.StartWorker();

        var stuck = await _world.Reaches(id, ChangeState.Stuck);

        stuck.Row.StatusMessage.ShouldNotBeNull().ShouldContain("Still in use: billing");
        stuck.Row.StatusMessage.ShouldEndWith(
            "trouble.kept.new has been written to, so it can't be taken back, and a person has to decide."
        );
        _world.Readers.Readers = [new("billing", 0, null, false)];
        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (await _world.Get<RunControl>().Retry(onCall, id, CancellationToken.None))
            .ShouldBeOfType<Outcome<ChangeState>.Done>()
            .Value.ShouldBe(ChangeState.Applying);
        await _world.Reaches(id, ChangeState.Applied);
        _world.Kafka.Topic("trouble.kept.old").ShouldBeNull();
    }

    [Fact]
    public async Task A_delete_waits_for_an_override_while_nobody_knows_who_reads()
    {
        await _world.Manage("trouble.unknown");
        _world.Kafka.Write("trouble.unknown", 1);
        _world.Readers.AreAll = false;
        var id = await _world.Ask(Delete("trouble.unknown"));
        await _world.PlanAll();
        _world.Readers.AreAll = true;

        (await _world.View(id)).Checks.ShouldContain(c =>
            c.Verdict == CheckVerdict.NeedsOverride && c.Words.StartsWith("Who reads it isn't known")
        );
    }

    [Fact]
    public async Task A_delete_of_what_was_never_written_to_needs_no_override_for_its_readers()
    {
        await _world.Manage("trouble.unwritten");
        _world.Readers.AreAll = false;
        var id = await _world.Ask(Delete("trouble.unwritten"));
        await _world.PlanAll();
        _world.Readers.AreAll = true;

        (await _world.View(id)).Checks.ShouldNotContain(c => c.Verdict == CheckVerdict.NeedsOverride);
    }

    [Fact]
    public async Task Two_workers_at_once_do_each_thing_once()
    {
        await _world.StartWorker();
        await _world.StartWorker();
        var ids = new List<ChangeId>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await _world.Ask(Create($"trouble.two.{i}")));
        }

        foreach (var id in ids)
        {
            await _world.Reaches(id, ChangeState.Applied);
        }

        _world.Kafka.Count("Create").ShouldBe(12);
    }

    /// <summary>A change that creates one topic and deletes another, whose cluster fell silent when the first was created, and answers again.</summary>
    private async Task<ChangeId> BrokenOffBeforeTheDelete(string topics, long records = 100)
    {
        await _world.Manage($"{topics}.old");
        _world.Kafka.Write($"{topics}.old", records);
        _world.Readers.Readers = [new("billing", 0, null, false)];
        var id = await _world.Ask(Create($"{topics}.new"), Delete($"{topics}.old"));
        await _world.PlanAll();
        if ((await _world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            await _world.Agree(id);
        }

        _world.Kafka.AfterAct = act =>
        {
            if (act == "Create")
            {
                _world.Kafka.Fault = _ => new(EngineFault.Transient, "nobody answers");
            }
        };
        await _world.ApplyAll();
        (await _world.View(id)).Run.ShouldNotBeNull().Journal.ShouldHaveSingleItem().Phase.ShouldBe(StepPhase.Intent);
        _world.Kafka.Fault = _ => null;
        return id;
    }

    private Task Carried(ChangeId id, ChangeState to) =>
        Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == to;
        });

    /// <summary>Two topics are asked for; the second is refused when the first has been written to meanwhile.</summary>
    private async Task<ChangeId> Stuck(string topic, long records)
    {
        _world.Kafka.AfterAct = act =>
        {
            if (act == "Create")
            {
                _world.Kafka.Write(topic, records);
                _world.Kafka.Fault = call => call == "Create" ? Refusal("no more topics") : null;
            }
        };
        await _world.StartWorker();
        var id = await _world.Ask(Create(topic), Create($"{topic}.second"));
        await _world.Reaches(id, ChangeState.Stuck);
        return id;
    }

    private static ResourceDraft CreateWithIgnored(string topic) =>
        Create(topic) with
        {
            Spec = Spec(3, 1, (Ignored, "1"), ("retention.ms", "3600000")),
        };

    // As Redpanda does with min.insync.replicas: it takes it, ignores it, and shows all settings but that.
    private static LiveTopic? WithoutIgnored(LiveTopic? topic) =>
        topic is null
            ? null
            : topic with
            {
                Configs = topic
                    .Configs.Remove(Ignored)
                    .SetItem("cleanup.policy", new LiveConfig("delete", IsDefault: true)),
            };

    private static EngineException Refusal(string words) => new(EngineFault.Final, words);
}
