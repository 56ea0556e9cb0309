using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Portal.Tests.Web;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A JobManager that took over tells of no checkpoint until the next one: what lies in the job's folder is what it would go on from.</summary>
public sealed class RunningLookTests
{
    private const string Run = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Written = new(2026, 11, 22, 9, 30, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private readonly ScriptedFlink _flink = new() { StoredAt = Written };

    public RunningLookTests()
    {
        _flink.Runs(Run, "sums");
        _flink.Checkpoints(Run);
    }

    [Fact]
    public async Task The_checkpoint_in_its_folder_counts_where_Flink_tells_of_none()
    {
        _flink.Stored.Add($"/states/{Run}/chk-7");

        var look = await Look();

        (look.CheckpointAt, look.AsOf).ShouldBe((Written, null));
    }

    [Fact]
    public async Task What_Flink_tells_comes_first()
    {
        _flink.Stored.Add($"/states/{Run}/chk-7");
        _flink.Checkpoints(Run, new JobCheckpoint(8, Written.AddMinutes(1), null, 5, false, JobCheckpoint.Completed));
        _flink.Clock = new HandClock();

        var look = await Look();

        (look.CheckpointAt, look.AsOf).ShouldBe((Written.AddMinutes(1), _flink.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_savepoint_of_a_job_that_goes_on_is_none_that_it_would_go_on_from()
    {
        var checkpoint = new JobCheckpoint(8, Written.AddMinutes(1), null, 5, false, JobCheckpoint.Completed);
        var savepoint = checkpoint with { Id = 9, At = Written.AddMinutes(2), Bytes = 7, IsSavepoint = true };
        _flink.Checkpoints(Run, savepoint, checkpoint);

        var look = await Look();

        (look.CheckpointAt, look.StateBytes).ShouldBe((checkpoint.At, 5));
    }

    [Fact]
    public async Task None_is_none() => (await Look()).CheckpointAt.ShouldBeNull();

    [Fact]
    public async Task Whether_its_checkpoints_go_with_it_is_looked_for_where_it_is_stopped_without_a_savepoint()
    {
        _flink.DeletesWhenCancelled = true;
        _flink.Figures = _ => Task.CompletedTask;

        (await Look(new StopJob(On, Run, null, WithoutSavepoint: true))).DeletesCheckpoints.ShouldBeTrue();
        (await Look(new StopJob(On, Run, null))).DeletesCheckpoints.ShouldBeFalse();
        _flink.DeletesWhenCancelled = null;
        (await Look(new StopJob(On, Run, null, WithoutSavepoint: true))).DeletesCheckpoints.ShouldBeFalse();
    }

    // It was 55 behind at that checkpoint, and 5 came since.
    [Theory]
    [InlineData("flink-sums", null, 60L)]
    [InlineData("flink-other", null, null)]
    [InlineData("flink-sums", "--group=${group:flink-sums}", 60L)]
    [InlineData("flink-sums", "--group=${group:sums}", null)]
    [InlineData("flink-sums", "--group=$${group:flink-sums}", null)]
    public async Task What_a_stop_without_a_savepoint_reads_again_is_counted_from_the_commits_of_the_job(
        string group,
        string? argument,
        long? most
    )
    {
        await using var world = await WatchedFlink.Create();
        await using (var db = world.CreateDbContext())
        {
            var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == world.Cluster);
            cluster.Endpoints.Add(new Endpoint { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" });
            await db.SaveChangesAsync();
        }

        var kafka = new FakeKafka { Old = _ => 95 };
        kafka.Write("orders", 100);
        var readers = new NamedReaders
        {
            Committed = new Dictionary<string, IReadOnlyDictionary<int, long>>
            {
                [group] = new Dictionary<int, long> { [0] = 40 },
            },
        };
        _flink.Checkpoints(Run, new JobCheckpoint(8, Written, null, 5, false, JobCheckpoint.Completed));
        _flink.Figures = _ => Task.CompletedTask;
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums");
        var runs = JobWorlds.Spec(JobWorlds.Copy("orders", "copies")).Definition;
        if (argument is not null)
        {
            var program = new JobProgram(new string('a', 64), null, [argument], [], ["dev.orders"]);
            runs = runs with { Statements = "", Program = program };
        }

        var (running, _) = await new RunningLook(
            new ArrivedRecords(kafka, new JobClusterLookup(world), readers),
            TimeProvider.System
        ).Of(
            _flink,
            new LiveJob("sums", Run, JobRunState.Alive, FlinkStatus.Running, runs, null),
            new ResourcePlan(on, [new StopJob(on, Run, runs, WithoutSavepoint: true)], null),
            [],
            [],
            CancellationToken.None
        );

        (running!.RecordsSince, running.Uncommitted).ShouldBe((5, most));
        running.Cut.ShouldNotBeNull().ShouldBeEmpty();
    }

    private async Task<RunningJob> Look(params Step[] steps)
    {
        var live = new LiveJob("sums", Run, JobRunState.Alive, FlinkStatus.Running, null, null);
        var (running, _) = await new RunningLook(null!, TimeProvider.System).Of(
            _flink,
            live,
            new ResourcePlan(On, steps, null),
            [],
            [],
            CancellationToken.None
        );
        return running.ShouldNotBeNull();
    }
}
