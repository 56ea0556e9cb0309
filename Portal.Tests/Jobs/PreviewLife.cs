using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs.Previews;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>Rows of queries that are no jobs yet, on whatever answers as Flink.</summary>
internal static class PreviewLife
{
    /// <param name="records">Writes lines to a topic.</param>
    public static async Task Play(WorkerWorld world, Func<string, string, Task> records)
    {
        await records("seen.in", "order-1\norder-2\norder-2\n");
        var (dev, ada) = (await Dev(world), await world.Person(Role.Member, SeededStructure.Payments));

        // The rows of the INSERT's query, to the end that its topic has now: read whole, masked, and not written.
        const string insert = "INSERT INTO dev.`seen.out`\nSELECT UPPER(`value`) FROM dev.`seen.in`";
        var whole = await Rows(world, ada, dev, insert);
        whole.Rows.Select(row => row.ShouldHaveSingleItem()).ShouldBe(["aaaaa-9", "aaaaa-9", "aaaaa-9"]);
        whole.End.ShouldBe(PreviewEnd.Whole);

        // Of rows that change, those that are left: two groups, not four changes.
        const string counts =
            "SELECT `value` AS `order`, COUNT(*) AS counted, COUNT(*) > 1 AS often, MAX(event_time) AS newest, CAST(NULL AS INT) AS missing\nFROM dev.`seen.in` GROUP BY `value`";
        var groups = await Rows(world, ada, dev, counts);
        groups.Columns.Select(c => c.Name).ShouldBe(["order", "counted", "often", "newest", "missing"]);
        groups.Rows.Length.ShouldBe(2);
        groups
            .Rows.Select(row => (row[0], row[1], row[4]))
            .ShouldAllBe(row => row.Item1 == "aaaaa-9" && row.Item2 == "9" && row.Item3 == null);
        groups.Rows.ShouldAllBe(row => row[2] == "•••" && row[3]!.StartsWith("9999-99-99"));

        (await Rows(world, ada, dev, "SELECT * FROM dev.`seen.in`", PreviewFrom.LastHour)).Rows.Length.ShouldBe(3);

        // Errors stand where they are in the text, though something was left out before them.
        var wrong = await Outcome(world, ada, dev, "INSERT INTO dev.`seen.out`\nSELECT price FROM dev.`seen.in`");
        wrong.Rows.ShouldBeNull();
        var fault = wrong.Faults.ShouldHaveSingleItem();
        (fault.Line, fault.Column).ShouldBe((2, 8));

        await NothingIsLeft(world);
        await using var db = await world.Open();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "rows.previewed")).ShouldBe(4);
    }

    /// <summary>One that has more to read than it may, and one that is stopped while it runs.</summary>
    /// <inheritdoc cref="Play"/>
    public static async Task Bounds(WorkerWorld world, Func<string, string, Task> records)
    {
        await records("many.in", string.Concat(Enumerable.Range(0, 500).Select(n => $"row-{n}\n")));
        var (dev, ada) = (await Dev(world), await world.Person(Role.Member, SeededStructure.Payments));

        var cut = await Rows(world, ada, dev, "SELECT `value` FROM dev.`many.in`");
        (cut.End, cut.Rows.Length).ShouldBe((PreviewEnd.MostRows, new PreviewOptions().MostRows));

        using var stop = new CancellationTokenSource();
        // Each row with each other: it doesn't end before it is stopped.
        const string endless =
            "SELECT COUNT(*) FROM dev.`many.in` a JOIN dev.`many.in` b ON a.`value` <> b.`value` JOIN dev.`many.in` c ON b.`value` <> c.`value`";
        var running = world
            .Get<RowPreviewer>()
            .Preview(ada, dev, endless, null, null, PreviewFrom.Earliest, stop.Token);
        await Deadline.Until(async () =>
            running.IsCompleted
            || (await (await world.Flink()).Jobs(CancellationToken.None)).Any(j => PreviewName.Is(j.Name) && j.IsAlive)
        );
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // That is what it is for.
        }

        await NothingIsLeft(world);

        var another = await world.Person(Role.Member, SeededStructure.Logistics);
        foreach (
            var theirs in new[]
            {
                "SELECT `value` FROM dev.`many.in`",
                "INSERT INTO dev.`many.in` SELECT m.`value` FROM (VALUES (1)) AS t (n), dev.`many.in` AS m",
            }
        )
        {
            var denied = await world
                .Get<RowPreviewer>()
                .Preview(another, dev, theirs, null, null, PreviewFrom.Earliest, CancellationToken.None);
            denied
                .ShouldBeOfType<Outcome<PreviewOutcome>.Refused>()
                .Why.Words.ShouldStartWith("Only members of the team that owns dev.many.in");
        }
    }

    // A job that was cancelled is over a moment later.
    private static Task NothingIsLeft(WorkerWorld world) =>
        Deadline.Until(async () =>
            !(await (await world.Flink()).Jobs(CancellationToken.None)).Any(j => PreviewName.Is(j.Name) && j.IsAlive)
        );

    private static async Task<ClusterId> Dev(WorkerWorld world)
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private static async Task<RowPreview> Rows(
        WorkerWorld world,
        Caller who,
        ClusterId on,
        string statements,
        PreviewFrom from = PreviewFrom.Earliest
    )
    {
        var outcome = await Outcome(world, who, on, statements, from);
        outcome.Faults.ShouldBeEmpty();
        return outcome.Rows.ShouldNotBeNull(outcome.Unknown);
    }

    private static async Task<PreviewOutcome> Outcome(
        WorkerWorld world,
        Caller who,
        ClusterId on,
        string statements,
        PreviewFrom from = PreviewFrom.Earliest
    ) =>
        (await world.Get<RowPreviewer>().Preview(who, on, statements, null, null, from, CancellationToken.None))
            .ShouldBeOfType<Outcome<PreviewOutcome>.Done>()
            .Value;
}
