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
    private readonly WorkerWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_abort_before_anything_was_written_needs_no_answer_from_the_cluster()
    {
        var id = await world.Ask(Create("abort.untouched"));
        await world.PlanAll();
        world.Kafka.Fault = _ => new(EngineFault.Transient, "nobody answers");
        // A parked run would sleep for half a minute: the abort wakes it.
        await world.StartWorker(null, ("Portal:Applying:FirstPause", "00:00:30"), LongPause);
        await Parked(id);

        await Abort(id);

        var view = await world.Reaches(id, ChangeState.RolledBack, TimeSpan.FromSeconds(15));
        view.Timeline.ShouldContain(e => e.Kind == "run.rolling_back" && e.Words.StartsWith("Aborted by "));
        world.Kafka.Acts.ShouldBeEmpty();
        await using var db = await world.Open();
        (await db.Set<RunTarget>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_abort_of_what_was_begun_says_that_it_waits_and_is_obeyed_when_the_cluster_answers()
    {
        var isAway = false;
        world.Kafka.Fault = call =>
        {
            isAway |= call == "Create";
            return isAway ? new(EngineFault.Unknown, "nobody answers") : null;
        };
        var id = await world.Ask(Create("abort.begun"));
        await world.StartWorker();
        await Parked(id);

        await Abort(id);

        var waiting = await Deadline.For(async () =>
            await world.View(id) is { Row.State: ChangeState.RollingBack, Run.FirstFailedAt: not null } view
                ? view
                : null
        );
        waiting.Run!.AbortInWords.ShouldNotBeNull().ShouldContain("obeyed when the cluster answers");
        world.Kafka.Fault = _ => null;
        await world.Reaches(id, ChangeState.RolledBack);
        world.Kafka.Acts.ShouldBeEmpty();
        world.Kafka.Topic("abort.begun").ShouldBeNull();
    }

    [Fact]
    public async Task An_abort_during_the_last_step_is_obeyed()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        world.Kafka.AfterAct = act =>
        {
            if (act == "SetConfigs" && reached.TrySetResult())
            {
                goOn.Task.Wait();
            }
        };
        await world.Manage("abort.last", 3, ("retention.ms", "1000"));
        await world.StartWorker();
        var id = await world.Ask(Update("abort.last", 3, ("retention.ms", "2000")));
        await reached.Task;
        await Abort(id);
        goOn.SetResult();

        var view = await world.Reaches(id, ChangeState.RolledBack);
        view.Timeline.ShouldContain(e => e.Kind == "run.rolling_back" && e.Words.StartsWith("Aborted by "));
        world.Kafka.Topic("abort.last")!.Configs["retention.ms"].Value.ShouldBe("1000");
    }

    private static (string, string) LongPause => ("Portal:Applying:LongestPause", "00:01:00");

    private Task Parked(ChangeId id) =>
        Deadline.Until(async () => (await world.View(id)).Run is { FirstFailedAt: not null, Owner: null });

    private async Task Abort(ChangeId id)
    {
        var asker = await world.Person(Role.Member, SeededStructure.Payments);
        (
            await world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
    }
}
