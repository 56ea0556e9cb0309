using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>A change on a cluster that is down can be stopped, as far as anything can be known of what it did.</summary>
public sealed class AbortTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_abort_before_anything_was_written_needs_no_answer_from_the_cluster()
    {
        var id = await _world.Ask(Create("abort.untouched"));
        await _world.PlanAll();
        _world.Kafka.Fault = _ => new(EngineFault.Transient, "nobody answers");
        // A parked run would sleep for half a minute: the abort wakes it.
        await _world.StartWorker(null, ("Portal:Applying:FirstPause", "00:00:30"), LongPause);
        await Parked(id);

        await Abort(id);

        var view = await _world.Reaches(id, ChangeState.RolledBack, TimeSpan.FromSeconds(15));
        view.Timeline.ShouldContain(e => e.Kind == "run.rolling_back" && e.Words.StartsWith("Aborted by "));
        _world.Kafka.Acts.ShouldBeEmpty();
        await using var db = await _world.Open();
        (await db.Set<RunTarget>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_abort_of_what_was_begun_says_that_it_waits_and_is_obeyed_when_the_cluster_answers()
    {
        var isAway = false;
        _world.Kafka.Fault = call =>
        {
            isAway |= call == "Create";
            return isAway ? new(EngineFault.Unknown, "nobody answers") : null;
        };
        var id = await _world.Ask(Create("abort.begun"));
        await _world.StartWorker();
        await Parked(id);

        await Abort(id);

        var waiting = await Deadline.For(async () =>
            await _world.View(id) is { Row.State: ChangeState.RollingBack, Run.FirstFailedAt: not null } view
                ? view
                : null
        );
        waiting.Run!.AbortInWords.ShouldNotBeNull().ShouldContain("takes effect when the cluster answers");
        _world.Kafka.Fault = _ => null;
        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Acts.ShouldBeEmpty();
        _world.Kafka.Topic("abort.begun").ShouldBeNull();
    }

    [Fact]
    public async Task An_abort_while_the_cluster_is_looked_at_is_obeyed_though_it_has_changed_meanwhile()
    {
        var goOn = new TaskCompletionSource();
        await _world.Manage("abort.stale", 3, ("retention.ms", "1000"));
        var id = await _world.Ask(Update("abort.stale", 3, ("retention.ms", "2000")));
        await _world.PlanAll();
        _world.Kafka.Put("abort.stale", 3, ("retention.ms", "5000"));
        _world.Kafka.Fault = _ =>
        {
            goOn.Task.Wait();
            return null;
        };
        await _world.StartWorker();
        await _world.Reaches(id, ChangeState.Applying);
        await Abort(id);
        goOn.SetResult();

        await _world.Reaches(id, ChangeState.RolledBack);
        _world.Kafka.Acts.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_abort_during_the_last_step_is_obeyed()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _world.Kafka.AfterAct = act =>
        {
            if (act == "SetConfigs" && reached.TrySetResult())
            {
                goOn.Task.Wait();
            }
        };
        await _world.Manage("abort.last", 3, ("retention.ms", "1000"));
        await _world.StartWorker();
        var id = await _world.Ask(Update("abort.last", 3, ("retention.ms", "2000")));
        await reached.Task;
        await Abort(id);
        goOn.SetResult();

        var view = await _world.Reaches(id, ChangeState.RolledBack);
        view.Timeline.ShouldContain(e => e.Kind == "run.rolling_back" && e.Words.StartsWith("Aborted by "));
        _world.Kafka.Topic("abort.last")!.Configs["retention.ms"].Value.ShouldBe("1000");
    }

    [Fact]
    public async Task An_abort_during_a_try_that_comes_to_nothing_is_obeyed_without_a_pause()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _world.Kafka.Fault = call =>
        {
            if (call != "Create")
            {
                return null;
            }

            reached.TrySetResult();
            goOn.Task.Wait();
            return new(EngineFault.Transient, "nobody answers");
        };
        var id = await _world.Ask(Create("abort.tried"));
        await _world.StartWorker(null, ("Portal:Applying:FirstPause", "00:01:00"), LongPause);
        await reached.Task;
        await Abort(id);
        goOn.SetResult();

        await _world.Reaches(id, ChangeState.RolledBack, TimeSpan.FromSeconds(30));
        _world.Kafka.Acts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Topics", "No step had been applied.")]
    [InlineData("Create", "Every applied step was undone.")]
    public async Task What_was_aborted_says_so_once_it_is_rolled_back(string silent, string rest)
    {
        var id = await _world.Ask(Create("abort.said"));
        await _world.PlanAll();
        _world.Kafka.Fault = call => call == silent ? new(EngineFault.Transient, "nobody answers") : null;
        await _world.ApplyAll();
        await Abort(id);
        _world.Kafka.Fault = _ => null;

        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == ChangeState.RolledBack;
        });

        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        (await _world.View(id)).Row.StatusMessage.ShouldBe($"Aborted by {asker.DisplayName}. {rest}");
    }

    private static (string, string) LongPause => ("Portal:Applying:LongestPause", "00:01:00");

    private Task Parked(ChangeId id) =>
        Deadline.Until(async () => (await _world.View(id)).Run is { FirstFailedAt: not null, Owner: null });

    private async Task Abort(ChangeId id)
    {
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }
}
