using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>Changes of jobs that can't come to their end, on Flink itself, where its answer decides.</summary>
public sealed class HardTimesTests
{
    [FullRunFact]
    public async Task A_version_that_cannot_read_the_savepoint_is_taken_back_and_the_former_one_goes_on()
    {
        await using var world = await World(["unfit.in", "unfit.out"]);
        await (await Times(world)).SavepointThatDoesNotFit();
    }

    [FullRunFact]
    public async Task A_job_whose_savepoint_cannot_be_written_is_not_stopped()
    {
        await using var world = await World(["full.in", "full.out"]);
        await (await Times(world)).SavepointThatCannotBeWritten(((FlinkEngine)await SharedEngines.Flink).Url);
    }

    [FullRunFact]
    public async Task A_job_whose_savepoint_cannot_be_taken_is_upgraded_from_its_newest_checkpoint_and_writes_each_record_once()
    {
        await using var world = await World(["last.in", "last.out"]);
        await (await Times(world)).UpgradedFromTheLastState(((FlinkEngine)await SharedEngines.Flink).Url);
    }

    [FullRunFact]
    public async Task A_session_that_expires_while_it_is_used_is_opened_again_and_starts_nothing()
    {
        await using var world = await World([]);
        await ExpiredSession.Play(world);
    }

    [FullRunFact]
    public async Task Words_are_proposed_where_somebody_writes_by_one_session_that_is_kept()
    {
        await using var world = await World([]);
        await CompletedStatements.Play(world);
    }

    [FullRunFact]
    public async Task Two_upgrades_at_once_never_run_two_copies()
    {
        await using var world = await World(["twice.in", "twice.out"]);
        await (await Times(world)).TwoUpgradesAtOnce();
    }

    [FullRunFact]
    public async Task An_upgrade_that_is_aborted_at_its_last_gate_gives_way_to_the_former_version()
    {
        await using var world = await World(["gate.in", "gate.out"]);
        await (await Times(world)).AbortedAtTheLastGate();
    }

    [FullRunFact]
    public async Task A_topic_that_is_deleted_under_a_job_is_named_by_its_status_until_it_is_there_again()
    {
        await using var world = await World(["gone.in", "gone.out"]);
        await (await Times(world)).TopicDeletedUnderTheJob();
    }

    [FullRunFact]
    public async Task Without_HA_a_job_waits_for_slots_and_one_that_the_JobManager_forgot_is_started_again_once()
    {
        var engine = (FlinkEngine)await SharedEngines.Flink;
        await using var flink = await RealFlink.Start(
            ha: false,
            slots: 2,
            "slot.request.timeout: 10 s",
            "heartbeat.interval: 1 s",
            "heartbeat.timeout: 5 s"
        );
        await using var world = await WorkerWorld.OnFlink(engine.Bootstrap, flink.Url, flink.Gateway);
        foreach (var topic in new[] { "forgot.in", "forgot.out", "waits.out" })
        {
            await world.SeeTopic(topic);
        }

        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:15")]);
        Task Records(string lines) => Produce.Lines(engine.Bootstrap, "forgot.in", lines);
        Task<IReadOnlyList<string>> Committed(int count) => Produce.Committed(engine.Bootstrap, "forgot.out", count);
        await Records("a\nb\n");
        var spec = JobWorlds.Spec(JobWorlds.Copy("forgot.in", "forgot.out"), parallelism: 2);
        await world.Reaches(await world.Ask(JobWorlds.Start("forgot", spec)), ChangeState.Applied);
        (await Committed(2)).ShouldBe(["A", "B"]);

        // No slot is left: it waits for one, for as long as Flink lets it, and is taken back.
        var waits = await world.Ask(
            JobWorlds.Start("waits", JobWorlds.Spec(JobWorlds.Copy("forgot.in", "waits.out"), checkpointSeconds: 600))
        );
        (await world.Reaches(waits, ChangeState.PendingApproval)).Checks.ShouldContain(check =>
            check.Words.Contains("0 are free", StringComparison.Ordinal)
        );
        await world.Agree(waits);
        (
            await world.Reaches(waits, ChangeState.RolledBack, TimeSpan.FromMinutes(3))
        ).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        (await world.Alive("waits")).ShouldBeEmpty();

        // Read once, so that it is known what ran.
        (await Status(world)).ShouldNotBe(JobHealth.Unknown);
        await flink.Kill("jobmanager");
        await flink.Respawn("jobmanager");
        await flink.Answers();
        (await Status(world)).ShouldBe(JobHealth.Unknown, "it is forgotten, not finished");
        await Records("c\n");
        // The TaskManager holds the slots of the job that was forgotten until it misses its JobManager's heartbeats.
        var rest = await world.Flink();
        await Deadline.Until(async () => (await rest.Overview(CancellationToken.None)).FreeSlots == 2);

        var again = await world.Ask(JobWorlds.Change("forgot", spec));
        var state = await Deadline.For(async () =>
            await world.View(again) is { Row.State: ChangeState.PendingApproval or ChangeState.Applied } view
                ? view
                : null
        );
        if (state.Row.State == ChangeState.PendingApproval)
        {
            await world.Agree(again);
        }

        await world.Reaches(again, ChangeState.Applied);
        (await world.Alive("forgot")).ShouldHaveSingleItem();
        (await Committed(3)).ShouldBe(["A", "B", "C"]);
        await Records("d\n");
        (await Committed(4)).ShouldBe(["A", "B", "C", "D"]);
    }

    private static async Task<JobHealth> Status(WorkerWorld world)
    {
        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(CancellationToken.None);
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), new HandHealth(), TimeProvider.System);
        return (await jobs.Get("dev", "forgot", CancellationToken.None))!.Row.Status.Health;
    }

    private static async Task<HardTimes> Times(WorkerWorld world)
    {
        var bootstrap = ((FlinkEngine)await SharedEngines.Flink).Bootstrap;
        return new(
            world,
            (topic, lines) => Produce.Lines(bootstrap, topic, lines),
            (topic, count) => Produce.Committed(bootstrap, topic, count)
        );
    }

    private static async Task<WorkerWorld> World(string[] topics)
    {
        var world = await (await SharedEngines.Flink).World();
        foreach (var topic in topics)
        {
            await world.SeeTopic(topic);
        }

        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:30"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        return world;
    }
}
