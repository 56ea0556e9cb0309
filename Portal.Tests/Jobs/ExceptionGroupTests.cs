using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;

namespace Portal.Tests.Jobs;

/// <summary>Exceptions of a job: the same again and again is one, counted once each, beside the change that was applied before it.</summary>
public sealed class ExceptionGroupTests
{
    private const string Parse = "org.apache.flink.table.api.TableRuntimeException";
    private static readonly DateTimeOffset Began = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_root_class_and_first_line_are_one_over_all_readings_and_runs()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        Fails(world, "1f", 1, Failure(1, "Bad record."));
        await world.Read();
        Fails(
            world,
            "1f",
            3,
            Failure(3, "Disk full.", "java.io.IOException"),
            Failure(2, "Bad record."),
            Failure(1, "Bad record.")
        );
        await world.Read();
        await world.Read();
        world.Flink.All.Clear();
        world.Flink.Runs("2f", "sums");
        Fails(world, "2f", 4, Failure(4, "Bad record."), Failure(4, "Bad record.", "java.lang.RuntimeException"));
        await world.Read();

        var seen = (await world.Job("sums")).Failures.Select(f => f.Exception).ToList();

        seen.Select(e => (e.Words, e.Class, e.Times))
            .ShouldBe(
                [
                    ("Bad record.", Parse, 3),
                    ("Bad record.", "java.lang.RuntimeException", 1),
                    ("Disk full.", "java.io.IOException", 1),
                ],
                ignoreOrder: true
            );
        var most = seen.Single(e => e.Times == 3);
        (most.FirstAt, most.LastAt, most.JobId).ShouldBe((Began.AddMinutes(1), Began.AddMinutes(4), "2f"));
    }

    [Fact]
    public async Task Of_a_job_only_those_seen_last_are_kept()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        Fails(
            world,
            "1f",
            1,
            [.. Enumerable.Range(1, KeptException.MostOfJob + 5).Select(n => Failure(n, $"Bad {n}."))]
        );
        await world.Read();

        var kept = (await world.Job("sums")).Failures;

        kept.Count.ShouldBe(KeptException.MostOfJob);
        kept.ShouldNotContain(f => f.Exception.Words == "Bad 5.");
    }

    [Fact]
    public async Task The_change_whose_application_began_before_the_first_stands_beside_it()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        Fails(world, "1f", 9, Failure(9, "Disk full."), Failure(3, "Bad record."));
        await world.Read();
        await using var db = world.CreateDbContext();
        await AppliedChanges.Add(db, world.Cluster, "sums", "Start sums", Began);
        await AppliedChanges.Add(db, world.Cluster, "sums", "Upgrade sums", Began.AddMinutes(5));

        var failures = (await world.Job("sums")).Failures;

        failures
            .Select(f => (f.Exception.Words, f.Before?.Title))
            .ShouldBe([("Disk full.", "Upgrade sums"), ("Bad record.", "Start sums")]);
    }

    private static void Fails(WatchedFlink world, string run, int restart, params JobException[] newestFirst)
    {
        world.Flink.Restarts[run] = Began.AddMinutes(restart);
        world.Flink.Failures[run] = newestFirst;
    }

    private static JobException Failure(int minute, string words, string of = Parse) =>
        new(Began.AddMinutes(minute), words, "Source", of);
}
