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

/// <summary>Acts on a cluster whose nodes learn late that they were done, with an answer and without.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_growth_that_is_refused_because_an_earlier_try_did_it_is_found_done()
    {
        TheAnswerIsLost("GrowPartitions");
        var looks = 0;
        _world.Kafka.Shown = live => live is { Partitions: 6 } && looks++ < 4 ? live with { Partitions = 3 } : live;

        var id = await Grow("lost.late");

        (await _world.Reaches(id, ChangeState.Applied)).Run!.Journal[^1].Result.ShouldBe(nameof(StepOrigin.Found));
        _world.Kafka.Count("GrowPartitions").ShouldBe(2);
    }

    [Fact]
    public async Task What_was_accepted_and_isnt_shown_yet_is_waited_for_and_not_given_up()
    {
        var isShown = false;
        _world.Kafka.Shown = live =>
            live is { Partitions: 6 } && !Volatile.Read(ref isShown) ? live with { Partitions = 3 } : live;
        var id = await Grow("late.growth");
        await IsNotShownYet(id, ChangeState.Applying);

        Volatile.Write(ref isShown, true);

        await _world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task What_was_taken_back_and_is_still_shown_is_waited_for_too()
    {
        const string Topic = "late.undo";
        LiveTopic? done = null;
        var isShown = false;
        _world.Kafka.Fault = call =>
            call == "GrowPartitions" ? new(EngineFault.Final, "no room for more partitions") : null;
        _world.Kafka.Shown = live =>
        {
            done = live?.Configs["retention.ms"].Value == "2000" ? live : done;
            return Volatile.Read(ref isShown) ? live : done ?? live;
        };
        await _world.Manage(Topic, 3, ("retention.ms", "1000"));
        await _world.StartWorker();
        var id = await _world.Ask(Update(Topic, 6, ("retention.ms", "2000")));
        await _world.Reaches(id, ChangeState.PendingApproval);
        await _world.Approve(id);
        await IsNotShownYet(id, ChangeState.RollingBack);

        Volatile.Write(ref isShown, true);

        await _world.Reaches(id, ChangeState.RolledBack);
    }

    [Fact]
    public async Task A_create_that_is_refused_because_an_earlier_try_did_it_waits_until_it_is_shown()
    {
        TheAnswerIsLost("Create");
        var isShown = false;
        _world.Kafka.Shown = live => Volatile.Read(ref isShown) ? live : null;
        await _world.StartWorker();
        var id = await _world.Ask(Create("lost.create"));
        await Deadline.Until(async () =>
            (await _world.View(id)).Run?.StatusMessage?.Contains("exists already") == true
        );
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applying);

        Volatile.Write(ref isShown, true);

        (await _world.Reaches(id, ChangeState.Applied)).Run!.Journal[^1].Result.ShouldBe(nameof(StepOrigin.Found));
    }

    [Fact]
    public async Task A_refusal_for_another_reason_doesnt_make_an_earlier_try_forgotten()
    {
        TheAnswerIsLost("GrowPartitions");
        _world.Kafka.Shown = live => live is { Partitions: 6 } ? live with { Partitions = 3 } : live;
        _world.Kafka.Fault = call =>
            call == "GrowPartitions" && _world.Kafka.Count(call) > 0
                ? new(EngineFault.Final, "no room for more")
                : null;

        var id = await Grow("lost.refused");

        var stuck = await _world.Reaches(id, ChangeState.Stuck);
        stuck.Row.StatusMessage!.ShouldContain("no room for more");
        stuck.Row.StatusMessage!.ShouldContain("never answered");
        _world.Kafka.Shown = live => live;
        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Retry(onCall, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        await _world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task What_an_aborted_run_made_without_an_answer_is_taken_back_though_it_shows_late()
    {
        TheAnswerIsLost("Create");
        // From the act on nobody answers.
        _world.Kafka.Fault = _ =>
            _world.Kafka.Count("Create") > 0 ? new(EngineFault.Transient, "nobody answers") : null;
        await _world.StartWorker();
        var id = await _world.Ask(Create("lost.aborted"));
        await Deadline.Until(async () => (await _world.View(id)).Run is { FirstFailedAt: not null, Owner: null });
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        var looks = 0;
        _world.Kafka.Shown = live => looks++ < 3 ? null : live;

        _world.Kafka.Fault = _ => null;

        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Topic("lost.aborted").ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_may_have_been_made_is_ours_when_the_run_is_settled()
    {
        _world.Kafka.Fault = _ =>
            _world.Kafka.Count("Create") > 0 ? new(EngineFault.Transient, "nobody answers") : null;
        TheAnswerIsLost("Create");
        await _world.StartWorker(null, ("Portal:Applying:GiveUpAfter", "00:00:01"));
        var id = await _world.Ask(Create("lost.settled"));
        await _world.Reaches(id, ChangeState.Stuck);

        var onCall = await _world.Person(Role.OnCall, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Settle(onCall, id, "the cluster moves", CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();

        await using var db = await _world.Open();
        (await db.Set<Resource>().SingleAsync()).Name.ShouldBe("lost.settled");
        (await db.Set<Incarnation>().AnyAsync()).ShouldBeFalse("nobody knows its id yet");
    }

    private async Task IsNotShownYet(ChangeId id, ChangeState state)
    {
        await Deadline.Until(async () =>
            (await _world.View(id)).Run?.StatusMessage?.Contains("isn't shown yet") == true
        );
        (await _world.View(id)).Row.State.ShouldBe(state);
    }

    private void TheAnswerIsLost(string act) =>
        _world.Kafka.AfterAct = done =>
        {
            if (done == act)
            {
                _world.Kafka.AfterAct = _ => { };
                throw new EngineException(EngineFault.Unknown, "the connection broke");
            }
        };

    private async Task<ChangeId> Grow(string topic)
    {
        await _world.Manage(topic);
        await _world.StartWorker();
        var id = await _world.Ask(Update(topic, 6));
        await _world.Reaches(id, ChangeState.PendingApproval);
        await _world.Approve(id);
        return id;
    }
}
