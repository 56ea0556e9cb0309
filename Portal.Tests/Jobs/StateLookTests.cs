using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What is known of the state that a job which isn't alive goes on from.</summary>
public sealed class StateLookTests
{
    private const string Path = "file:/savepoints/portal/sums/1f/0/savepoint-1";
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly JobDefinition Ran = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;

    // Flink and the folder of its checkpoints were lost; the savepoint was taken an hour after the start, while the run went on.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_a_checkpoint_of_its_own_run_shows_that_what_a_savepoint_had_prepared_is_committed(bool isOwn)
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Stored.Add(Path);
        world.Flink.Times[Path] = Began.AddHours(1);
        await Seen(world, "1f", Began, isSavepoint: !isOwn);
        await Seen(world, "2f", Began.AddHours(1), isSavepoint: false);
        var live = new LiveJob("sums", "1f", JobRunState.Forgotten, "", Ran, Path)
        {
            Savepoints = [new(7, Path, "1f", Began.AddHours(1), Ran) { MayBeUncommitted = true }],
        };
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums");

        var age = (
            await new StateLook(world).Of(
                world.Flink,
                live,
                new ResourcePlan(on, [new StartJob(on, Ran, Path)], null),
                CancellationToken.None
            )
        ).ShouldNotBeNull();

        age.Settlement.ShouldBe(ForkSettlement.Never);
        age.CompletedAt.ShouldBe(isOwn ? Began.AddHours(2) : (DateTimeOffset?)null);
    }

    /// <summary>A run that Flink forgot, and that had completed this two hours after its start.</summary>
    private static async Task Seen(WatchedFlink world, string jobId, DateTimeOffset began, bool isSavepoint)
    {
        await using var db = world.CreateDbContext();
        db.Add(
            new SeenJob
            {
                ClusterId = world.Cluster,
                JobId = jobId,
                Name = "sums",
                Status = FlinkStatus.Running,
                Definition = Ran,
                StartedAt = began,
                FirstSeenAt = began,
                SeenAt = began,
                GoneAt = began.AddHours(3),
                Facts = JobFacts.None with
                {
                    Checkpoints = [new(9, began.AddHours(2), null, 1, isSavepoint, JobCheckpoint.Completed)],
                },
            }
        );
        await db.SaveChangesAsync();
    }
}
