using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Failures;
using Portal.Core.Jobs.History;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Jobs;

namespace Portal.Tests.Pages;

/// <summary>A Flink with jobs as a reading left them: one stable, one that falls behind, one that restarts, one suspended.</summary>
internal static class WatchedJobs
{
    public const string Slow = "payments-per-minute";

    /// <summary>As its Flink was read a moment ago; again, when that has become old.</summary>
    public static async Task Fill(PortalDb db, ClusterId prod, DateTimeOffset now)
    {
        await db.Set<Savepoint>().ExecuteDeleteAsync();
        await db.Set<SeenJob>().ExecuteDeleteAsync();
        await db.Set<KeptException>().ExecuteDeleteAsync();
        await db.Set<FlinkReading>().ExecuteDeleteAsync();
        await db.Set<Resource>().Where(r => r.Kind == JobKind.Word).ExecuteDeleteAsync();
        await db.Set<Endpoint>()
            .Where(e => e.Kind == EndpointKind.Flink || e.Kind == EndpointKind.SqlGateway)
            .ExecuteDeleteAsync();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == prod);
        cluster.Endpoints.Add(
            new Endpoint { Kind = EndpointKind.Flink, Addresses = "http://flink.prod-eu-1.corp:8081" }
        );
        cluster.Endpoints.Add(
            new Endpoint { Kind = EndpointKind.SqlGateway, Addresses = "http://flink.prod-eu-1.corp:8083" }
        );
        db.Add(
            new FlinkReading
            {
                ClusterId = prod,
                ReadAt = now.AddSeconds(-9),
                Version = "2.2.0",
                Slots = 16,
                FreeSlots = 5,
                TriedAt = now.AddSeconds(-9),
            }
        );
        var team = (await db.Set<Team>().SingleAsync(t => t.Name == "payments")).Id;
        Add(db, prod, team, now, "fraud-scores", FlinkStatus.Running, Facts(now));
        Add(db, prod, team, now, Slow, FlinkStatus.Running, Facts(now) with { Operators = Held });
        Add(
            db,
            prod,
            team,
            now,
            "settlement-export",
            FlinkStatus.Restarting,
            Facts(now) with
            {
                Restarts = [now.AddMinutes(-6), now.AddMinutes(-3), now.AddSeconds(-40)],
                RestartedAt = now.AddSeconds(-40),
                Exceptions =
                [
                    new(now.AddSeconds(-40), "Could not parse '1,5' as INT.", "Source: settlements[1] -> Calc[2]"),
                ],
                Running = 0,
            }
        );
        Add(db, prod, team, now, "refund-totals", FlinkStatus.Finished, Facts(now), JobDesired.Suspended);
        await db.SaveChangesAsync();
        db.Add(
            Failed(
                prod,
                "Could not parse '1,5' as INT.",
                "TableRuntimeException",
                3,
                now.AddMinutes(-6),
                now.AddSeconds(-40)
            )
        );
        db.Add(Failed(prod, "Node 3 disconnected.", "DisconnectException", 1, now.AddDays(-2), now.AddDays(-2)));
        db.AddRange(Enumerable.Range(0, 66).Where(n => n is < 18 or > 21).Select(n => Kept(prod, now, n)));
        await db.SaveChangesAsync();
        await Savepoints(db, prod, now);
        await History(db, prod, now);
    }

    // An hour of it: well, a restart, five minutes of silence, then ever more held back.
    private static async Task History(PortalDb db, ClusterId prod, DateTimeOffset now)
    {
        db.Add(
            new KeptRestart
            {
                ClusterId = prod,
                JobId = IdOf(Slow),
                At = now.AddMinutes(-40),
            }
        );
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"delete from job_reading where cluster_id = {prod.Value}");
        foreach (var beat in Enumerable.Range(0, 120).Where(beat => beat is < 52 or > 62))
        {
            var at = now.AddSeconds(-9 - (30 * (119 - beat)));
            var held = Math.Max(0.04, (beat - 70) / 55.0);
            var reads = 19_400 + (beat * 37 % 60 * 20) - (11_800 * held);
            var point = new JobPoint(at, reads, reads / 2_400, Math.Min(1, 0.35 + held), held);
            await JobHistory.Add(db, prod, at, new Dictionary<string, JobPoint> { [Slow] = point }, default);
        }
    }

    // Changes stay from one reading to the next: a change is never deleted.
    private static async Task Savepoints(PortalDb db, ClusterId prod, DateTimeOffset now)
    {
        if (!await db.Set<Change>().AnyAsync(c => c.Title == "Upgrade settlement-export"))
        {
            await AppliedChanges.Add(db, prod, "settlement-export", "Upgrade settlement-export", now.AddMinutes(-9));
            await AppliedChanges.Add(db, prod, Slow, $"Suspend {Slow}", now.AddDays(-19));
            await AppliedChanges.Add(db, prod, Slow, $"Upgrade {Slow}", now.AddDays(-3));
        }

        var runs = await (
            from run in db.Set<ApplyRun>()
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where change.Title.EndsWith(Slow)
            orderby run.Id
            select run.Id
        ).ToListAsync();
        var (old, newest) = (Taken(prod, runs[0], "a4", 388_000_000), Taken(prod, runs[1], "b7", bytes: null));
        db.AddRange(old, newest);
        await db.SaveChangesAsync();
        db.Add(
            new SavepointRestore
            {
                SavepointId = newest.Id,
                JobId = IdOf(Slow),
                RunId = runs[1],
                At = now.AddDays(-3),
            }
        );
        db.Add(
            new Due
            {
                Kind = JobDues.SavepointEnds,
                SubjectId = old.Id,
                DueAt = now.AddDays(11),
            }
        );
        await db.SaveChangesAsync();

        Savepoint Taken(ClusterId cluster, RunId run, string mark, long? bytes) =>
            new()
            {
                ClusterId = cluster,
                Name = Slow,
                JobId = $"{mark}{IdOf(Slow)[2..]}",
                RunId = run,
                Path = $"s3://flink/savepoints/portal/{Slow}/{mark}/savepoint-1f02ab-9c41d0",
                Bytes = bytes,
                TakenAt = now.AddDays(run == runs[0] ? -19 : -3),
            };
    }

    private static KeptException Failed(
        ClusterId prod,
        string words,
        string of,
        int times,
        DateTimeOffset first,
        DateTimeOffset last
    ) =>
        new()
        {
            ClusterId = prod,
            Name = "settlement-export",
            Class = $"org.apache.flink.{of}",
            Words = words,
            Task = "Source: settlements[1] -> Calc[2]",
            JobId = IdOf("settlement-export"),
            Times = times,
            FirstAt = first,
            LastAt = last,
        };

    // An hour of it: savepoints, a slow stretch that ended in failures, and four that no reading saw.
    private static KeptCheckpoint Kept(ClusterId prod, DateTimeOffset now, int n) =>
        new()
        {
            ClusterId = prod,
            JobId = IdOf(Slow),
            Number = 4_096 - n,
            At = now.AddSeconds(-20 - (60 * n)),
            Took = TimeSpan.FromMilliseconds(n is > 21 and < 34 ? 2_400 + (n * 90) : 640 + (n * 37 % 410)),
            Bytes = 412_000_000 + (n * 1_100_000),
            IsSavepoint = n is 5 or 47,
            Status = n is 22 or 23 or 25 ? "FAILED" : JobCheckpoint.Completed,
            Failure = n is 22 or 23 or 25 ? "Checkpoint expired before completing." : null,
        };

    private static string IdOf(string name) => $"{name.Length:x}1f02ab34cd56ef7890aa11bb22cc33d"[..32];

    private static readonly ImmutableArray<JobOperator> Held =
    [
        Operator("a", "Source: payments.captured[1] -> Calc[2]", busy: 0.12, held: 0.83, 9_400, 2_100),
        Operator("c", "Source: merchants[3] -> ChangelogNormalize[4]", busy: 0.02, held: 0, 12, 12),
        Operator("d", "Join[5] -> Calc[6] -> LocalWindowAggregate[7]", busy: 0.41, held: 0.61, 2_112, 2_100, "a", "c"),
        Operator(
            "b",
            "GlobalWindowAggregate[8] -> Calc[9] -> by-minute[10]: Writer -> by-minute[10]: Committer",
            busy: 0.99,
            held: 0,
            2_100,
            4,
            "d"
        ),
    ];

    private static JobOperator Operator(
        string id,
        string name,
        double busy,
        double held,
        double reads,
        double writes,
        params string[] inputs
    ) =>
        new(
            id,
            name,
            4,
            FlinkStatus.Running,
            [.. inputs],
            busy,
            held,
            91_000_000,
            88_000_000,
            reads,
            writes,
            TimeSpan.FromMinutes(40),
            TimeSpan.FromMinutes(9)
        );

    private static JobFacts Facts(DateTimeOffset now) =>
        JobFacts.None with
        {
            Operators =
            [
                Operator("a", "Source: orders[1] -> Calc[2]", busy: 0.21, held: 0.02, 52, 52),
                Operator("b", "LookupJoin[4] -> Sink: scores[5]", busy: 0.34, held: 0, 52, 51, "a"),
            ],
            Checkpoints =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(n => new JobCheckpoint(
                        4_096 - n,
                        now.AddSeconds(-20 - (60 * n)),
                        TimeSpan.FromMilliseconds(640 + (n * 37 % 210)),
                        412_000_000 + (n * 1_100_000),
                        IsSavepoint: n == 5,
                        "COMPLETED"
                    )),
            ],
            Completed = 4_090,
            Failed = 3,
            CheckpointEvery = TimeSpan.FromMinutes(1),
            RestoredFrom = "s3://flink/savepoints/fraud-scores/savepoint-1f02ab",
            Running = 8,
            Tasks = 8,
        };

    private static void Add(
        PortalDb db,
        ClusterId prod,
        TeamId team,
        DateTimeOffset now,
        string name,
        string status,
        JobFacts facts,
        JobDesired wanted = JobDesired.Running
    )
    {
        var statements = $"INSERT INTO `prod-eu-1`.`{name}.out`\nSELECT *\nFROM `prod-eu-1`.`payments.captured`";
        var spec = JobWorlds.Spec(statements, wanted, parallelism: 4, checkpointSeconds: 60);
        db.Add(
            new SeenJob
            {
                ClusterId = prod,
                JobId = IdOf(name),
                Name = name,
                Status = status,
                Definition = spec.Definition with
                {
                    Schemas = [new("prod-eu-1.payments.captured", "payments.captured-value", 1, 41)],
                },
                Watermarks = new(
                    now.AddSeconds(-12),
                    ImmutableDictionary.CreateRange<string, DateTimeOffset?>([
                        new("a", now.AddSeconds(-19)),
                        new("b", now.AddSeconds(-224)),
                        new("c", null),
                    ])
                )
                {
                    LateRows = ImmutableDictionary<string, long>.Empty.Add("b", name == "fraud-scores" ? 1_240 : 0),
                    DroppedAt = name == "fraud-scores" ? now.AddMinutes(-3) : null,
                },
                StartedAt = now.AddDays(-3),
                EndedAt = wanted == JobDesired.Suspended ? now.AddHours(-2) : null,
                Facts = facts,
                FirstSeenAt = now.AddDays(-3),
                SeenAt = now.AddSeconds(-9),
            }
        );
        db.Add(
            new Resource
            {
                Kind = JobKind.Word,
                ClusterId = prod,
                Name = name,
                OwnerTeamId = team,
                Spec = CoreJson.Write(spec),
                CreatedAt = now.AddDays(-3),
                UpdatedAt = now.AddDays(-3),
            }
        );
    }
}
