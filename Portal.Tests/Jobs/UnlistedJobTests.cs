using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Jobs;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A run that Flink leaves out of its list, as while its JobMaster doesn't answer, isn't started a second time.</summary>
public sealed class UnlistedJobTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";
    private const string Job = "sums";

    [Fact]
    public async Task It_is_planned_once_Flink_lists_it_again()
    {
        await using var world = await Seen();
        await Manage(world);
        world.Flink.Unlisted = 1;

        await IsTransient(() => Planned(world));

        var live = (await Planned(world)).ShouldNotBeNull();
        (live.JobId, live.State).ShouldBe((Run, JobRunState.Alive));
        (live.Recorded, (await world.Job(Job)).Row.Recorded).ShouldBe((Run, Run));
    }

    [Fact]
    public async Task Its_name_is_not_free_for_a_new_job()
    {
        await using var world = await Seen();
        world.Flink.Unlisted = 1;

        await IsTransient(() => Planned(world));

        (await Planned(world)).ShouldNotBeNull().IsAlive.ShouldBeTrue();
    }

    [Fact]
    public async Task A_start_waits_for_it()
    {
        await using var world = await Seen();
        world.Flink.Unlisted = 1;

        // Nothing is submitted: there is nothing to submit with.
        await IsTransient(() => Start(world));

        (await Should.ThrowAsync<EngineException>(() => Start(world))).IsThereAlready.ShouldBeTrue();
    }

    [Fact]
    public async Task That_it_left_checkpoints_is_not_taken_for_its_end()
    {
        var flink = new ScriptedFlink { Unlisted = 1 };
        var step = Starting(new ClusterId(1));
        var scope = ScriptedFlink.Scope(TimeSpan.Zero);
        var id = Submissions.JobId(scope.Run, step.On);
        flink.Runs(id, Job);
        flink.Stored.Add($"/states/{id}/chk-1");
        var handler = new StartJobHandler(flink, null!, null!, null!);

        await IsTransient(() => handler.Observe(step, scope, CancellationToken.None));

        (await handler.Observe(step, scope, CancellationToken.None)).State.ShouldBe(ObservedState.After);
    }

    [Fact]
    public async Task A_savepoint_of_it_is_taken_once_Flink_lists_it_again()
    {
        var flink = new ScriptedFlink { Unlisted = 1 };
        flink.Runs(Run, Job);
        var step = new TakeSavepoint(new ResourceRef(JobKind.Word, new ClusterId(1), Job), Run);
        var (handler, scope) = (new TakeSavepointHandler(flink, null!), ScriptedFlink.Scope(TimeSpan.Zero));

        await IsTransient(() => handler.Observe(step, scope, CancellationToken.None));

        (await handler.Observe(step, scope, CancellationToken.None)).State.ShouldBe(ObservedState.Before);
    }

    [Fact]
    public async Task One_that_Flink_forgot_is_planned_at_once()
    {
        await using var world = await Seen();
        await Manage(world);
        world.Flink.All.Clear();
        world.Flink.Requests.Clear();

        (await Planned(world)).ShouldNotBeNull().State.ShouldBe(JobRunState.Forgotten);

        world.Flink.Requests.Count("jobs".Equals).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_ended_and_is_forgotten_costs_no_request()
    {
        await using var world = await Seen();
        await Manage(world);
        world.Flink.Runs(Run, Job, FlinkStatus.Finished);
        await world.Read();
        world.Flink.All.Clear();
        world.Flink.Requests.Clear();

        (await Planned(world)).ShouldNotBeNull().State.ShouldBe(JobRunState.Forgotten);

        world.Flink.Requests.ShouldNotContain("job");
    }

    internal static async Task IsTransient(Func<Task> act) =>
        (await act.ShouldThrowAsync<EngineException>()).Fault.ShouldBe(EngineFault.Transient);

    private static async Task<WatchedFlink> Seen()
    {
        var world = await WatchedFlink.Create();
        world.Flink.Runs(Run, Job);
        await world.Read();
        return world;
    }

    private static async Task Manage(WatchedFlink world)
    {
        await using var db = world.CreateDbContext();
        var spec = CoreJson.Write(JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a"));
        await db.Database.ExecuteSqlAsync(
            $"""
            with t as (insert into team (name, title) values ('payments', 'Payments') returning id)
            insert into resource (kind, cluster_id, name, owner_team_id, spec, created_at, updated_at)
            select 'job', {world.Cluster.Value}, {Job}, id, {spec}::jsonb, now(), now() from t;
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
            values ('job', {world.Cluster.Value}, {Job}, {Run}, now());
            """
        );
    }

    private static async Task<LiveJob?> Planned(WatchedFlink world)
    {
        var reader = new JobLiveReader(world.Flink, null!, new ListedJobs(world), world);
        return (LiveJob?)(await reader.Read(world.Cluster, [Job], [], CancellationToken.None)).Resources[Job];
    }

    private static StartJob Starting(ClusterId cluster) =>
        new(
            new ResourceRef(JobKind.Word, cluster, Job),
            JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition,
            From: null
        );

    private static Task Start(WatchedFlink world) =>
        new StartJobHandler(world.Flink, new ListedJobs(world), null!, null!).Act(
            Starting(world.Cluster),
            ScriptedFlink.Scope(TimeSpan.Zero),
            CancellationToken.None
        );
}
