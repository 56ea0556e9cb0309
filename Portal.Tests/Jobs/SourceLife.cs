using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Topics that are read by a field's time, with their keys, and as a changelog, on whatever answers as Flink.</summary>
internal static class SourceLife
{
    public static readonly string[] EventTimeTopics = ["timed.in", "timed.out"];
    public static readonly string[] ChangelogTopics = ["accounts.in", "accounts.out", "keyed.in", "keyed.out"];

    private const string Timed =
        """{"type":"object","required":["id","at","ms"],"properties":{"id":{"type":"string"},"at":{"type":"string","format":"date-time"},"ms":{"type":"integer"},"note":{"type":"string","format":"date-time"}}}""";

    /// <summary>Windows go by a field; a row that is later than the bound is dropped; with another field the state is warned of.</summary>
    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic.</param>
    public static async Task EventTime(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await world.SeeSubject("timed.in-value", Timed);
        // Of the last one the watermark passes 10:10; the fourth comes within the bound, the fifth behind it.
        await records(
            "timed.in",
            """
            {"id":"a","at":"2026-01-01T10:00:30Z","ms":0}
            {"id":"b","at":"2026-01-01T10:01:30.250Z","ms":0}
            {"id":"c","at":"2026-01-01T10:02:30Z","ms":0}
            {"id":"d","at":"2026-01-01T10:00:45Z","ms":0}

            """
        );
        var spec = Windows(new JobSource("dev.timed.in", "at", 120, 5, []));
        var plan = await world.Reaches(await world.Ask(JobWorlds.Start("timed", spec)), ChangeState.Applied);
        plan.Checks.Single(check => check.Name.StartsWith("late-rows", StringComparison.Ordinal))
            .Words.ShouldContain("dev.timed.in by at, 120\u00A0s out of order");
        await records("timed.in", "{\"id\":\"e\",\"at\":\"2026-01-01T10:30:00Z\",\"ms\":0}\n");
        (await committed("timed.out", 3)).ShouldBe(["10:00:00 2", "10:01:00 1", "10:02:00 1"]);
        await records(
            "timed.in",
            "{\"id\":\"late\",\"at\":\"2026-01-01T10:00:00Z\",\"ms\":0}\n{\"id\":\"f\",\"at\":\"2026-01-01T11:00:00Z\",\"ms\":0}\n"
        );
        (await committed("timed.out", 4)).ShouldBe(["10:00:00 2", "10:01:00 1", "10:02:00 1", "10:30:00 1"]);
        // A JobManager collects metrics every ten seconds.
        await Deadline.Until(async () => await LateRows(world) == 1);

        // A longer bound goes on from the state; another field is a change of what the state means.
        var later = Windows(new JobSource("dev.timed.in", "at", 600, null, []));
        var bound = await world.Reaches(await world.Ask(JobWorlds.Change("timed", later)), ChangeState.Applied);
        State(bound).Verdict.ShouldBe(CheckVerdict.Passed);
        var other = await world.Reaches(
            await world.Ask(JobWorlds.Change("timed", Windows(new("dev.timed.in", "ms", 600, null, [])))),
            ChangeState.PendingApproval
        );
        State(other).Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        State(other)
            .Words.ShouldStartWith("The event time of dev.timed.in is ms, and was at: windows that are open keep");
        await world.CancelBehindUs("timed");
    }

    /// <summary>A compacted topic counts each key once, as it is now; the key of another is a column.</summary>
    /// <param name="keyed">Writes lines to a topic, each a key and a value with a bar between; without a value it deletes the key.</param>
    /// <inheritdoc cref="EventTime"/>
    public static async Task Changelog(
        WorkerWorld world,
        Func<string, string, Task> keyed,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await world.SeeSubject("accounts.in-value", """{"type":"object","properties":{"country":{"type":"string"}}}""");
        await world.SeeSubject(
            "accounts.out-value",
            """{"type":"object","properties":{"country":{"type":"string"},"n":{"type":"integer"}}}"""
        );
        await world.SeeSubject("keyed.in-value", """{"type":"object","properties":{"id":{"type":"string"}}}""");
        await world.SeeSubject(
            "keyed.in-key",
            """{"type":"object","properties":{"id":{"type":"string"},"shop":{"type":"integer"}}}"""
        );
        await Compact(world, "accounts.in", "compact");
        await keyed("accounts.in", "1|{\"country\":\"de\"}\n2|{\"country\":\"de\"}\n1|{\"country\":\"fr\"}\n2|\n");
        var spec = JobWorlds.Spec(
            """
            INSERT INTO dev.`accounts.out` SELECT country, COUNT(*) FROM dev.`accounts.in` GROUP BY country;
            INSERT INTO dev.`keyed.out` SELECT `key_id` || ' ' || CAST(`key_shop` AS STRING) || ' ' || id FROM dev.`keyed.in`
            """
        );
        var whole = spec with
        {
            Definition = spec.Definition with
            {
                Writes = [new("dev.accounts.out", ["country"], Upsert: true)],
                Sources = [new("dev.accounts.in", null, null, null, ["id"], Upsert: true), Key("shop")],
            },
        };
        var plan = await world.Reaches(await world.Ask(JobWorlds.Start("accounts", whole)), ChangeState.Applied);
        plan.Checks.Single(check => check.Name.StartsWith(JobChecks.Reading, StringComparison.Ordinal))
            .Words.ShouldBe("dev.keyed.in: A record without a key is left out: Flink reads no row of it.");
        await keyed("keyed.in", "{\"id\":\"k\",\"shop\":7}|{\"id\":\"v\"}\n");
        (await committed("keyed.out", 1)).ShouldBe(["k 7 v"]);
        await keyed("accounts.in", "3|{\"country\":\"fr\"}\n");
        // Earlier rows of the changelog are there already.
        await Deadline.Until(async () => (await committed("accounts.out", 2)).Contains("{\"country\":\"fr\",\"n\":2}"));

        var append = whole with { Definition = whole.Definition with { Sources = [Key("shop")] } };
        var refused = await world.Reaches(
            await world.Ask(JobWorlds.Change("accounts", append)),
            ChangeState.ChangesRequested
        );
        State(refused).Verdict.ShouldBe(CheckVerdict.Blocked);
        State(refused).Words.ShouldStartWith("dev.accounts.in is read record by record, and was read as a changelog");
        refused
            .Checks.Single(check => check.Name.StartsWith(JobChecks.Reading, StringComparison.Ordinal))
            .Words.ShouldContain("dev.accounts.in: It is compacted, and each of its records is read as a row");
        await world.CancelBehindUs("accounts");
    }

    private static JobSource Key(params string[] fields) => new("dev.keyed.in", null, null, null, [.. fields]);

    private static JobSpec Windows(JobSource source)
    {
        var spec = JobWorlds.Spec(
            """
            INSERT INTO dev.`timed.out`
            SELECT SUBSTRING(CAST(window_start AS STRING), 12, 8) || ' ' || CAST(COUNT(*) AS STRING)
            FROM TABLE(TUMBLE(TABLE dev.`timed.in`, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
            GROUP BY window_start, window_end
            """
        );
        return spec with { Definition = spec.Definition with { Sources = [source] } };
    }

    private static async Task<long?> LateRows(WorkerWorld world)
    {
        var watch = new WatermarkWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        await watch.Look(CancellationToken.None);
        await using var db = await world.Open();
        // Both clusters of the world have the same Flink.
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        var run = await db.Set<SeenJob>()
            .SingleOrDefaultAsync(job =>
                job.ClusterId == dev && job.Name == "timed" && job.Status == FlinkStatus.Running
            );
        return run?.Watermarks?.LateRowsOf(run.Facts.Operators);
    }

    private static CheckResult State(ChangeView view) =>
        view.Checks.Single(check => check.Name.StartsWith(JobChecks.Restore, StringComparison.Ordinal));

    private static async Task Compact(WorkerWorld world, string topic, string policy)
    {
        await using var db = await world.Open();
        var seen = await db.Set<SeenTopic>().SingleAsync(t => t.Name == topic && t.GoneAt == null);
        seen.Configs = seen.Configs.SetItem("cleanup.policy", new(policy, false));
        await db.SaveChangesAsync();
    }
}
