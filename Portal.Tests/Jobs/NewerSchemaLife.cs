using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A topic's schema gets a new version while a job runs, on whatever answers as Flink.</summary>
internal static class NewerSchemaLife
{
    private const string Subject = "news.in-value";

    public static readonly string[] Topics = ["news.in", "news.out"];

    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic.</param>
    public static async Task Play(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await world.SeeSubject(
            Subject,
            """{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}}"""
        );
        var spec = JobWorlds.Spec("INSERT INTO dev.`news.out` SELECT name FROM dev.`news.in`");
        await records("news.in", "{\"id\":1,\"name\":\"a\"}\n");
        await world.Reaches(await world.Ask(JobWorlds.Start("news", spec)), ChangeState.Applied);
        (await committed("news.out", 1)).ShouldBe(["a"]);
        var first = new TableSchema("dev.news.in", Subject, 1, 101);
        (await Carried(world)).Schemas.ShouldBe([first]);
        // A JobManager collects metrics every ten seconds.
        var watermarks = new WatermarkWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        var measured = await Deadline.For(async () =>
        {
            await watermarks.Look(CancellationToken.None);
            return
                (await Seen(world)).Row.Run is { Watermarks: { } read } run && read.Of.Values.Any(at => at is not null)
                ? run
                : null;
        });
        measured.Watermarks!.Of.Keys.ShouldBe(measured.Facts.Operators.Select(o => o.Id), ignoreOrder: true);
        (TimeProvider.System.GetUtcNow() - measured.Watermarks.Of.Values.Max()!.Value).TotalMinutes.ShouldBeInRange(
            -1,
            10
        );

        await world.SeeSubject(
            Subject,
            """{"type":"object","properties":{"id":{"type":"string"},"name":{"type":"string"},"note":{"type":"string"}}}""",
            version: 2
        );
        var newer = await Deadline.For(async () => (await Seen(world)).NewerSchemas is [var one] ? one : null);
        newer.Runs.ShouldBe(first);
        newer.InWords.ShouldBe("version 1 of news.in-value; version 2 is registered");

        // Nobody's other change takes it along, and the way back has the tables that ran.
        var alive = (await world.Alive("news")).ShouldHaveSingleItem().Id;
        await world.Reaches(await world.Ask(JobWorlds.Change("news", spec)), ChangeState.Applied);
        (await world.Alive("news")).ShouldHaveSingleItem().Id.ShouldBe(alive);
        (await Tables(world, await Carried(world))).ShouldNotContain("`note`");

        (await Problem(world, (await Carried(world)) with { Schemas = [first with { Id = 7 }] })).ShouldEndWith(
            "isn't known any more: it was deleted, or its number was given again."
        );
        (await Problem(world, (await Carried(world)) with { Schemas = [first with { Version = 9 }] })).ShouldStartWith(
            "It is generated from news.in-value version 9, which isn't known any more"
        );

        var change = await world.Ask(JobWorlds.Change("news", spec with { NewestSchemas = true }));
        var plan = await world.Reaches(change, ChangeState.PendingApproval);
        var seen = plan.Plan!.Evidence.Resources.OfType<JobEvidence>().Single();
        var move = seen.Schemas.ShouldHaveSingleItem();
        move.Columns.ShouldBe("added note STRING; changed id BIGINT to STRING");
        seen.Running!.IsStateSame.ShouldBe(true);
        seen.Running.StateChange.ShouldBe("Neither version keeps state but in its sources and sinks.");
        plan.Checks.Single(check => check.Name.StartsWith(SchemaCheck.Name, StringComparison.Ordinal))
            .Words.ShouldContain("dev.news.in from news.in-value version 1 to version 2");
        await world.Agree(change);
        await world.Reaches(change, ChangeState.Applied);

        (await Carried(world)).Schemas!.Single().Version.ShouldBe(2);
        await records("news.in", "{\"id\":\"x\",\"name\":\"b\"}\n");
        (await committed("news.out", 2)).ShouldBe(["a", "b"]);
        await Deadline.Until(async () => (await Seen(world)).NewerSchemas.Count == 0);
        await using var db = await world.Open();
        var managed = await db.Set<Resource>().SingleAsync(r => r.Name == "news" && r.GoneAt == null);
        managed.Read(world.Get<ResourceKinds>()).ShouldBe(spec);
        await world.CancelBehindUs("news");
    }

    private static async Task<JobDefinition> Carried(WorkerWorld world)
    {
        var alive = (await world.Alive("news")).ShouldHaveSingleItem();
        return (await (await world.Flink()).Definition(alive.Id, CancellationToken.None)).ShouldNotBeNull();
    }

    private static async Task<string> Tables(WorkerWorld world, JobDefinition definition) =>
        string.Join('\n', (await Generated(world, definition)).Select(table => table.Ddl));

    private static async Task<string> Problem(WorkerWorld world, JobDefinition definition) =>
        (await Generated(world, definition)).Single(table => table.Name == "dev.news.in").Problem!;

    private static async Task<IReadOnlyList<JobTable>> Generated(WorkerWorld world, JobDefinition definition)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world.Get<JobTopics>().Of(dev, "news", definition, PlannedTopics.None, CancellationToken.None);
    }

    private static async Task<JobDetails> Seen(WorkerWorld world)
    {
        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(CancellationToken.None);
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), new HandHealth(), TimeProvider.System);
        return (await jobs.Get("dev", "news", CancellationToken.None)).ShouldNotBeNull();
    }
}
