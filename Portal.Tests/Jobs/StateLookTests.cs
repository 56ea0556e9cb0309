using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>What is known of the state that a job which isn't alive goes on from.</summary>
public sealed class StateLookTests
{
    private const string Path = "file:/savepoints/portal/sums/1f/0/savepoint-1";
    private const string Checkpoint = "file:/checkpoints/portal/sums/1f/chk-9";
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

        var age = await Look(world, live, new FakeKafka(), new NamedReaders());

        age.Settlement.ShouldBe(ForkSettlement.Never);
        age.CompletedAt.ShouldBe(isOwn ? Began.AddHours(2) : (DateTimeOffset?)null);
    }

    // The topic's records begin at 40 and end at 100. A commit of what was read after the state shows nothing of what is deleted in between.
    [Theory]
    [InlineData(null, 95L, false, false)]
    [InlineData(null, 40L, false, true)]
    [InlineData(40L, 40L, false, false)]
    [InlineData(30L, 95L, false, true)]
    [InlineData(50L, 40L, true, true)]
    public async Task A_topic_whose_records_after_the_state_are_deleted_is_cut(
        long? committed,
        long since,
        bool isOvertaken,
        bool isCut
    )
    {
        await using var world = await WithKafka();
        world.Flink.Times[Path] = Began.AddHours(isOvertaken ? 1 : 2);
        await Seen(world, "1f", Began, isSavepoint: false);
        var kafka = new FakeKafka { First = _ => 40, Old = _ => since };
        kafka.Write("a", 100);
        var commits = new Dictionary<int, long>();
        if (committed is { } at)
        {
            commits.Add(0, at);
        }

        var readers = new NamedReaders
        {
            Committed = new Dictionary<string, IReadOnlyDictionary<int, long>> { ["flink-sums"] = commits },
        };

        var age = await Look(world, Stopped, kafka, readers);

        age.IsOvertaken.ShouldBe(isOvertaken);
        string.Join(", ", age.Cut.ShouldNotBeNull()).ShouldBe(isCut ? "dev.a" : "");
        kafka.Asked.Count(call => call == nameof(FakeKafka.Contents)).ShouldBe(1);
    }

    // All of it is deleted; it ended with record 499 and a transaction marker.
    [Theory]
    [InlineData(null, false, "", "dev.a")]
    [InlineData(500L, true, "", "")]
    [InlineData(500L, false, "dev.a", "")]
    public async Task An_empty_topic_is_cut_by_a_commit_that_more_than_markers_followed_and_may_be_without_one(
        long? committed,
        bool isUpToDate,
        string cut,
        string mayBeCut
    )
    {
        await using var world = await WithKafka();
        var kafka = new FakeKafka { First = _ => 501, Old = _ => 501 };
        kafka.Write("a", 501);
        var readers = new NamedReaders();
        if (committed is { } at)
        {
            readers.Committed = new Dictionary<string, IReadOnlyDictionary<int, long>>
            {
                ["flink-sums"] = new Dictionary<int, long> { [0] = at },
            };
            readers.UpToDate = new Dictionary<string, IReadOnlySet<int>>
            {
                ["flink-sums"] = new HashSet<int> { isUpToDate ? 0 : 1 },
            };
        }

        var age = await Look(world, Stopped, kafka, readers);

        string.Join(", ", age.Cut.ShouldNotBeNull()).ShouldBe(cut);
        string.Join(", ", age.MayBeCut.ShouldNotBeNull()).ShouldBe(mayBeCut);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("c", false)]
    public async Task A_topic_that_only_the_new_version_reads_is_not_cut(string read, bool isCut)
    {
        await using var world = await WithKafka();
        var kafka = new FakeKafka { First = _ => 40, Old = _ => 40 };
        kafka.Write(read, 100);
        var next = JobWorlds.Spec(JobWorlds.Copy(read, "b")).Definition;

        var age = await Look(world, Stopped, kafka, new NamedReaders(), next);

        string.Join(", ", age.Cut.ShouldNotBeNull()).ShouldBe(isCut ? "dev.a" : "");
    }

    // All of it is deleted. It had read all by then; what it had committed, with the checkpoint before, was less.
    [Theory]
    [InlineData(Path, FlinkStatus.Canceled, null, false)]
    [InlineData(Path, FlinkStatus.Failed, null, false)]
    [InlineData(Path, "", FlinkStatus.Running, false)]
    [InlineData(Path, "", FlinkStatus.Finished, true)]
    [InlineData(Path, FlinkStatus.Finished, null, true)]
    [InlineData(Checkpoint, FlinkStatus.Canceled, null, true)]
    public async Task No_commit_shows_how_far_a_savepoint_had_read_that_the_run_went_on_after(
        string from,
        string status,
        string? seenAs,
        bool isCut
    )
    {
        await using var world = await WithKafka();
        world.Flink.Stored.Add(Checkpoint);
        world.Flink.Times[from] = Began.AddHours(2);
        if (seenAs is not null)
        {
            await Seen(world, "1f", Began, isSavepoint: true, seenAs);
        }

        var kafka = new FakeKafka { First = _ => 501, Old = _ => 501 };
        kafka.Write("a", 501);
        var live = Stopped with
        {
            State = status.Length == 0 ? JobRunState.Forgotten : JobRunState.Ended,
            Status = status,
            RestoreFrom = from,
        };

        var age = await Look(world, live, kafka, Commits(400));

        string.Join(", ", age.Cut.ShouldNotBeNull()).ShouldBe(isCut ? "dev.a" : "");
        string.Join(", ", age.MayBeCut.ShouldNotBeNull()).ShouldBe(isCut ? "" : "dev.a");
    }

    [Theory]
    [InlineData("--group=${group:flink-sums}", true)]
    [InlineData("--group=${group:sums}", false)]
    [InlineData("--group=flink", false)]
    public async Task A_JAR_is_judged_by_commits_where_its_arguments_name_the_group(string argument, bool isCut)
    {
        await using var world = await WithKafka();
        var kafka = new FakeKafka { First = _ => 40, Old = _ => 95 };
        kafka.Write("a", 100);
        var program = new JobProgram(new string('a', 64), null, [argument], [], ["dev.a"]);
        var jar = Ran with { Statements = "", Program = program };

        var age = await Look(world, Stopped with { Definition = jar }, kafka, Commits(30), jar);

        string.Join(", ", age.Cut.ShouldNotBeNull()).ShouldBe(isCut ? "dev.a" : "");
    }

    /// <summary>With the savepoint.</summary>
    private static LiveJob Stopped => new("sums", "1f", JobRunState.Ended, FlinkStatus.Finished, Ran, Path);

    private static NamedReaders Commits(long at) =>
        new()
        {
            Committed = new Dictionary<string, IReadOnlyDictionary<int, long>>
            {
                ["flink-sums"] = new Dictionary<int, long> { [0] = at },
            },
        };

    /// <summary>With the state, and a Kafka beside its Flink.</summary>
    private static async Task<WatchedFlink> WithKafka()
    {
        var world = await WatchedFlink.Create();
        await using var db = world.CreateDbContext();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == world.Cluster);
        cluster.Endpoints.Add(new Endpoint { Kind = EndpointKind.Kafka, Addresses = "127.0.0.1:9" });
        await db.SaveChangesAsync();
        world.Flink.Stored.Add(Path);
        return world;
    }

    private static async Task<StateAge> Look(
        WatchedFlink world,
        LiveJob live,
        FakeKafka kafka,
        NamedReaders readers,
        JobDefinition? next = null
    )
    {
        var on = new ResourceRef(JobKind.Word, world.Cluster, "sums");
        var look = new StateLook(world, new ArrivedRecords(kafka, new JobClusterLookup(world), readers));
        var age = await look.Of(
            world.Flink,
            live,
            new ResourcePlan(on, [new StartJob(on, next ?? Ran, live.RestoreFrom)], null),
            CancellationToken.None
        );
        return age.ShouldNotBeNull();
    }

    /// <summary>A run that Flink forgot, and that had completed this two hours after its start.</summary>
    private static async Task Seen(
        WatchedFlink world,
        string jobId,
        DateTimeOffset began,
        bool isSavepoint,
        string status = FlinkStatus.Running
    )
    {
        await using var db = world.CreateDbContext();
        db.Add(
            new SeenJob
            {
                ClusterId = world.Cluster,
                JobId = jobId,
                Name = "sums",
                Status = status,
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
