using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
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

    [Theory]
    [InlineData(0, false, null)]
    [InlineData(
        1,
        false,
        "sums has completed a checkpoint, so it can't be taken back: this change goes on. Request what was there before once it has ended."
    )]
    [InlineData(1, true, null)]
    public async Task A_job_that_has_completed_a_checkpoint_is_not_aborted_while_its_change_goes_on(
        int completed,
        bool isParked,
        string? refusal
    )
    {
        var id = await _world.Ask(Create("abort.started"));
        await _world.PlanAll();
        await Started(id, "sums", completed, isParked);

        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var outcome = await _world.Get<RunControl>().Abort(asker, id, CancellationToken.None);

        (outcome as Outcome<ChangeState>.Refused)?.Why.Words.ShouldBe(refusal);
        ((await _world.View(id)).Run.ShouldNotBeNull().AbortBy is null).ShouldBe(refusal is not null);
    }

    [Theory]
    [InlineData(null, false, null)]
    [InlineData(0L, false, null)]
    [InlineData(7L, true, null)]
    [InlineData(
        7L,
        false,
        "orders has been written to, so it can't be taken back: this change goes on. Request what was there before once it has ended."
    )]
    public async Task A_topic_that_was_created_and_written_to_is_not_aborted(long? ends, bool isFormer, string? refusal)
    {
        var id = await _world.Ask(Create("abort.created"));
        await _world.PlanAll();
        var made = new Guid(RandomNumberGenerator.GetBytes(16));
        await Done(id, new CreateTopic(TopicKind.On(await Dev(), "orders"), 3, 1, []), made.ToString());
        await _world.SeeTopic("orders", isFormer ? default : made);
        _world.Readers.Ends = ends;
        var control = new RunControl(
            _world.Stores,
            _world.Get<ChangeMover>(),
            _world.Get<ManagedRecords>(),
            new UndoLimits([new TopicUndoLimit(_world.Readers)]),
            TimeProvider.System
        );

        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        var outcome = await control.Abort(asker, id, CancellationToken.None);

        (outcome as Outcome<ChangeState>.Refused)?.Why.Words.ShouldBe(refusal);
        ((await _world.View(id)).Run.ShouldNotBeNull().AbortBy is null).ShouldBe(refusal is not null);
    }

    /// <summary>As if its one step had been to start a job, which was done, and which was seen since.</summary>
    private async Task Started(ChangeId id, string job, int completed, bool isParked)
    {
        var on = new ResourceRef(JobKind.Word, await Dev(), job);
        var definition = JobWorlds.Spec(JobWorlds.Copy("in", "out")).Definition;
        await Done(id, new StartJob(on, definition, From: null), "job-1");
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await _world.Open();
        (await db.Set<ApplyRun>().SingleAsync(r => r.ChangeId == id)).FirstFailedAt = isParked ? now : null;
        db.Add(
            new SeenJob
            {
                ClusterId = on.Cluster,
                JobId = "job-1",
                Name = job,
                Status = FlinkStatus.Running,
                StartedAt = now,
                FirstSeenAt = now,
                SeenAt = now,
                Facts = JobFacts.None with { Completed = completed },
            }
        );
        await db.SaveChangesAsync();
    }

    /// <summary>As if this had been its one step, and was done.</summary>
    private async Task Done(ChangeId id, Step step, string incarnation)
    {
        await using var db = await _world.Open();
        var run = await db.Set<ApplyRun>().SingleAsync(r => r.ChangeId == id);
        var body = CanonicalForm.Write(new PlanBody([step], []));
        await db.Database.ExecuteSqlAsync(
            $"update plan set canonical = {body}, form_version = {CanonicalForm.Version} where id = {run.PlanId.Value}"
        );
        await db.Database.ExecuteSqlAsync($"update change set state = 'applying' where id = {id.Value}");
        var now = TimeProvider.System.GetUtcNow();
        run.State = RunState.Applying;
        db.AddRange(Entry(StepPhase.Intent, null, null), Entry(StepPhase.Done, incarnation, nameof(StepOrigin.Made)));
        await db.SaveChangesAsync();

        JournalEntry Entry(StepPhase phase, string? made, string? result) =>
            new()
            {
                RunId = run.Id,
                Step = 0,
                Direction = StepDirection.Do,
                Phase = phase,
                Fence = 1,
                EngineId = made,
                Result = result,
                At = now,
            };
    }

    private async Task<ClusterId> Dev()
    {
        await using var db = await _world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
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
