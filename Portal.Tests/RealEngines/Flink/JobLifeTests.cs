using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;
using Portal.Workers.Reconciling;
using Portal.Workers.Reconciling.Jobs;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>A stream job through the lanes that topics go, on Flink itself: started, read, stopped, resumed, upgraded, taken back, cancelled.</summary>
public sealed class JobLifeTests
{
    [EngineFact]
    public async Task A_job_is_started_suspended_resumed_upgraded_and_cancelled_and_never_runs_twice()
    {
        await using var world = await World("orders", "copies");
        await JobLife.Play(world, Records, Committed);

        var flink = await world.Flink();
        var run = (await flink.Jobs(CancellationToken.None)).First(job => job.Name == "copier");
        (await flink.AtGateway(run.Id, CancellationToken.None)).ShouldBe(new GatewayRun(run.Status, IsHere: true));
    }

    [FullRunFact]
    public async Task A_job_and_its_topics_are_requested_together_and_deleted_together()
    {
        await using var world = await World();
        await JobLife.Together(world, Records, Committed);
    }

    [FullRunFact]
    public async Task A_job_goes_back_to_a_savepoint_of_its_catalogue_and_writes_again_what_came_since()
    {
        await using var world = await World("back.in", "back.out", "back.copy");
        await JobLife.Restored(world, Records, Committed);
    }

    [FullRunFact]
    public async Task A_job_goes_on_with_its_schema_versions_until_a_change_takes_the_newest()
    {
        await using var world = await World(NewerSchemaLife.Topics);
        await NewerSchemaLife.Play(world, Records, Committed);
    }

    [FullRunFact]
    public async Task A_time_to_live_and_a_restart_strategy_are_set_and_state_goes_on()
    {
        await using var world = await World(StateTtlLife.Topics);
        await StateTtlLife.Play(world, ((FlinkEngine)await SharedEngines.Flink).Url, Records, Committed);
    }

    [FullRunFact]
    public async Task A_checkpoint_mode_is_set_and_read_back()
    {
        await using var world = await World(CheckpointModeLife.Topics);
        await CheckpointModeLife.Play(world, Records);
    }

    [FullRunFact]
    public async Task An_upgrade_that_fails_after_its_first_checkpoint_goes_back_to_the_former_version_on_request_and_exactly_once()
    {
        await using var world = await World(WayBackLife.Topics);
        await WayBackLife.Play(world, Records, Committed);
    }

    [FullRunFact]
    public async Task A_compacted_topic_is_read_as_a_changelog_and_a_key_as_columns()
    {
        await using var world = await World(SourceLife.ChangelogTopics);
        await SourceLife.Changelog(
            world,
            async (topic, lines) => await Produce.Keyed(await Bootstrap(), topic, lines),
            Committed
        );
    }

    [FullRunFact]
    public async Task Windows_go_by_a_field_and_drop_what_comes_later_than_the_bound()
    {
        // Windows need more memory than a slot of the shared one has.
        await using var flink = await RealFlink.Start(slots: 4);
        await using var world = await WorkerWorld.OnFlink(await Bootstrap(), flink.Url, flink.Gateway);
        foreach (var topic in SourceLife.EventTimeTopics)
        {
            await world.SeeTopic(topic);
        }

        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:30"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        await SourceLife.EventTime(world, Records, Committed);
    }

    [FullRunFact]
    public async Task What_a_job_without_transactions_wrote_before_its_start_was_taken_back_is_counted_and_said()
    {
        await using var world = await World(EarlyOutputLife.Topics);
        await EarlyOutputLife.Play(world, Records, Committed);
    }

    [FullRunFact]
    public async Task Rows_of_a_query_are_previewed_within_bounds_and_nothing_stays_at_Flink()
    {
        await using var world = await World("seen.in", "seen.out", "many.in");
        await PreviewLife.Play(world, Records);
        await PreviewLife.Bounds(world, Records);
    }

    [FullRunFact]
    public async Task Records_that_cannot_be_decoded_are_skipped_and_kept_once_with_where_they_came_from()
    {
        await using var world = await World(PoisonLife.Topics);
        await PoisonLife.Skipped(world, Records, Committed);
    }

    [FullRunFact]
    public async Task A_job_that_fails_at_a_record_says_what_to_do_about_it()
    {
        await using var world = await World(PoisonLife.FailingTopics);
        await PoisonLife.Failed(world, Records);
    }

    [EngineFact]
    public async Task A_mistake_in_the_statements_is_told_with_its_place_before_anything_runs()
    {
        await using var world = await World("mistakes.in", "mistakes.out");
        var job = JobWorlds.Spec(
            "INSERT INTO dev.`mistakes.out`\nSELECT UPPER(`value`) FROM dev.`mistakes.in` WHERE price = 1"
        );

        var view = await world.Reaches(await world.Ask(JobWorlds.Start("mistaken", job)), ChangeState.ChangesRequested);

        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("line 2, column 52");
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("price");
        (await world.Alive("mistaken")).ShouldBeEmpty();

        // While it is still typed, the same Flink says the same.
        var typed = await Explained(world, job.Definition);
        typed.Plans.ShouldBeEmpty();
        var fault = typed.Faults.ShouldHaveSingleItem();
        (fault.Line, fault.Column).ShouldBe((2, 52));
        fault.Words.ShouldBe("Column 'price' not found in any table. dev.mistakes.in has value, event_time.");
        var syntax = job.Definition with { Statements = "SELECT *\nFORM dev.`mistakes.in`" };
        (await Explained(world, syntax)).Faults.ShouldHaveSingleItem().Line.ShouldBe(2);
        var query = job.Definition with { Statements = "SELECT UPPER(`value`)\nFROM dev.`mistakes.in`" };
        var right = await Explained(world, query);
        (right.Faults, right.Unknown).ShouldBe(([], null));
        right.Plans.ShouldHaveSingleItem().Execution.ShouldContain("mistakes.in");
        (await (await world.Flink()).Jobs(CancellationToken.None)).ShouldNotContain(j => j.Name == "typed");
    }

    [FullRunFact]
    public async Task A_version_that_fails_with_its_first_record_is_taken_back_and_the_former_one_goes_on_where_it_stopped()
    {
        await using var world = await World("kept.in", "kept.out");
        await Records("kept.in", "1\n2\n");
        var good = JobWorlds.Spec(JobWorlds.Copy("kept.in", "kept.out", "TRIM"));
        await world.Reaches(await world.Ask(JobWorlds.Start("kept", good)), ChangeState.Applied);
        (await Committed("kept.out", 2)).ShouldBe(["1", "2"]);
        var suspended = good with { State = JobDesired.Suspended };
        await world.Reaches(await world.Ask(JobWorlds.Change("kept", suspended)), ChangeState.Applied);
        await Records("kept.in", "x\n");

        var bad = JobWorlds.Spec(
            "INSERT INTO dev.`kept.out` SELECT CAST(CAST(`value` AS INT) AS STRING) FROM dev.`kept.in`",
            checkpointSeconds: 30
        );
        var change = await world.Ask(JobWorlds.Change("kept", bad));
        await world.Reaches(change, ChangeState.PendingApproval);
        await world.Approve(change);
        await world.Override(change);
        await world.Reaches(change, ChangeState.RolledBack);
        (await world.Alive("kept")).ShouldBeEmpty();

        await world.Reaches(await world.Ask(JobWorlds.Change("kept", good)), ChangeState.Applied);
        (await Committed("kept.out", 3)).ShouldBe(["1", "2", "x"]);
    }

    [FullRunFact]
    public async Task A_job_that_fails_again_and_again_before_it_is_stable_is_held_for_a_person_once_it_has_written()
    {
        await using var world = await World(
            KeyValuePair.Create("Portal:Jobs:Stability:Standard:Window", "00:05:00"),
            "held.in",
            "held.out"
        );
        await Records("held.in", "1\n2\n");
        var job = JobWorlds.Spec(JobWorlds.Copy("held.in", "held.out", "CAST(CAST(`value` AS INT) AS STRING) || TRIM"));

        var change = await world.Ask(JobWorlds.Start("held", job));
        var waits = await Deadline.For(
            async () =>
                await world.View(change) is { Run.Progress: { } progress } view
                && progress.Signals.Any(s => s is { Name: "checkpoints", State: SignalState.Met })
                    ? view
                    : null,
            TimeSpan.FromMinutes(2)
        );
        waits.Row.State.ShouldBe(ChangeState.Applying);
        (await Committed("held.out", 2)).Count.ShouldBe(2);
        var on = new ResourceRef(JobKind.Word, waits.Resources[0].ClusterId, "held");
        (await world.Get<OpenRuns>().On(on, CancellationToken.None))!.Progress!.Words.ShouldContain(
            "1 of 1 checkpoint"
        );
        await Deadline.Until(async () => await Seen(world, "held") is { Facts.Completed: > 0 });

        await Records("held.in", "x\n");

        var held = (await world.Reaches(change, ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNull();
        // How often it restarted until somebody looked depends on how busy the machine is.
        held.ShouldMatch(@"held isn't stable: \d+ restarts of at most 1\. Before that:");
        held.ShouldContain("Going back would write it again");
        (await world.Alive("held")).ShouldHaveSingleItem();
        await world.CancelBehindUs("held");
    }

    [FullRunFact]
    public async Task A_start_that_a_person_aborts_while_it_waits_is_taken_back()
    {
        await using var world = await World("aborted.in", "aborted.out");
        var job = JobWorlds.Spec(JobWorlds.Copy("aborted.in", "aborted.out"), checkpointSeconds: 600);
        var change = await world.Ask(JobWorlds.Start("aborted", job));
        await Deadline.Until(async () => (await world.View(change)).Run is { Owner: null, Progress: not null });

        var lead = await world.Person(Role.Member, SeededStructure.Payments);
        await world.Get<RunControl>().Abort(lead, change, CancellationToken.None);

        await world.Reaches(change, ChangeState.RolledBack);
        (await world.Alive("aborted")).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task What_Flink_tells_is_read_judged_and_compared_with_what_is_wanted()
    {
        await using var world = await World("watched.in", "watched.out");
        var job = JobWorlds.Spec(JobWorlds.Copy("watched.in", "watched.out"));
        await world.Reaches(await world.Ask(JobWorlds.Start("watched", job)), ChangeState.Applied);

        var row = await Deadline.For(async () =>
            await Read(world, "watched") is { Status.Health: JobHealth.Stable } stable ? stable : null
        );
        row.Run!.Definition.ShouldBe(job.Definition);
        row.Run.Facts.Operators.ShouldNotBeEmpty();
        row.Run.Facts.LastCompleted.ShouldNotBeNull();

        await using (var db = await world.Open())
        {
            await db.Set<SeenJob>().ExecuteUpdateAsync(set => set.SetProperty(j => j.GoneAt, row.Run.SeenAt));
        }

        (await Read(world, "watched"))!.Status.Health.ShouldBe(JobHealth.Stable, "it is there again");
        await world.CancelBehindUs("watched");

        (await Read(world, "watched"))!.Status.Health.ShouldBe(JobHealth.Failed);
        (await Drifts(world)).ShouldContain(d => d.Field == "state" && d.Live == "canceled");

        var end = await world.Ask(JobWorlds.Cancel("watched"));
        await world.Reaches(end, ChangeState.Applied);
        await using var store = await world.Open();
        (await store.Set<Resource>().CountAsync(r => r.Name == "watched" && r.GoneAt == null)).ShouldBe(0);
    }

    private static async Task<SeenJob?> Seen(WorkerWorld world, string job)
    {
        await using var db = await world.Open();
        return await db.Set<SeenJob>().SingleOrDefaultAsync(j => j.Name == job);
    }

    private static async Task<JobRow?> Read(WorkerWorld world, string job)
    {
        var watch = new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        await watch.Look(CancellationToken.None);
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), new HandHealth(), TimeProvider.System);
        return (await jobs.Get("dev", job, CancellationToken.None))?.Row;
    }

    private static async Task<IReadOnlyList<DriftedField>> Drifts(WorkerWorld world)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var look = await new JobDriftReader(world.Get<ResourceKinds>()).Look(
            db,
            dev,
            DriftMark.Nothing,
            CancellationToken.None
        );
        return look.Drifted(look.Changed.Single(r => r.Name == "watched")) ?? [];
    }

    private static async Task<JobExplanation> Explained(WorkerWorld world, JobDefinition definition)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var ada = await world.Person(Role.Member, SeededStructure.Payments);
        return (await world.Get<JobExplainer>().Explain(ada, dev, "typed", definition, CancellationToken.None))
            .ShouldBeOfType<Outcome<JobExplanation>.Done>()
            .Value;
    }

    private static Task<WorkerWorld> World(params string[] topics) =>
        World(KeyValuePair.Create("Portal:Applying:LookEvery", "00:00:00.5"), topics);

    private static async Task<WorkerWorld> World(KeyValuePair<string, string> setting, params string[] topics)
    {
        var world = await (await SharedEngines.Flink).World();
        foreach (var topic in topics)
        {
            await world.SeeTopic(topic);
        }

        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30"), (setting.Key, setting.Value)]);
        return world;
    }

    private static async Task Records(string topic, string lines) =>
        await Produce.Lines(await Bootstrap(), topic, lines);

    private static async Task<IReadOnlyList<string>> Committed(string topic, int count) =>
        await Produce.Committed(await Bootstrap(), topic, count);

    private static async Task<IReadOnlyList<string>> Committed(string topic, int count, string format) =>
        await Produce.Committed(await Bootstrap(), topic, count, format);

    private static async Task<string> Bootstrap() => ((FlinkEngine)await SharedEngines.Flink).Bootstrap;
}
