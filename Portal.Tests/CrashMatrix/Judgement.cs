using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;

namespace Portal.Tests.CrashMatrix;

/// <summary>Nothing lost, nothing doubled, the audit complete: looked at in the store and at the engine after a cell was played.</summary>
public static class Judgement
{
    /// <summary>For a run that came through: the whole list.</summary>
    public static async Task Full(Cell cell)
    {
        var view = await cell.Ends();
        (await cell.Scenario.EndsWell(cell.World)).ShouldBeTrue("the resource isn't as it should be");
        Acts(await File.ReadAllLinesAsync(cell.Acts), cell.Scenario);
        Journal(view, cell.Scenario);
        Audit(view, cell.Scenario);
        await Sound(cell);
    }

    /// <summary>For any end: fences only rise, locks go with the run, and the audit's chain holds.</summary>
    public static async Task Sound(Cell cell)
    {
        var view = await cell.World.View(cell.Change);
        var fences = view.Run!.Journal.Select(j => j.Fence).ToList();
        fences.ShouldBe([.. fences.Order()], "a former owner has written after the next one");
        await using var db = await cell.World.Open();
        var isLocked = await db.Set<RunTarget>().AnyAsync(t => t.RunId == view.Run.Id);
        isLocked.ShouldBe(view.Row.State == ChangeState.Stuck, "locks");
        await Chain(cell, db);
    }

    private static void Acts(IReadOnlyList<string> acts, Scenario scenario)
    {
        acts.Where(IsOnce).Order().ShouldBe(scenario.Acts.Where(IsOnce).Order(), "acts");
        acts.Count.ShouldBeGreaterThanOrEqualTo(scenario.Acts.Length, "acts");

        bool IsOnce(string act) => act != scenario.Repeated;
    }

    private static void Journal(ChangeView view, Scenario scenario)
    {
        foreach (var step in view.Run!.Journal.GroupBy(j => (j.Step, j.Direction)))
        {
            var phases = step.Select(j => j.Phase).ToList();
            phases[0].ShouldBe(StepPhase.Intent, "an intent comes first");
            phases.Count(p => p == StepPhase.Intent).ShouldBe(1, "intents");
            phases.Count(p => p != StepPhase.Intent).ShouldBe(1, "ends of a step");
        }

        view.Run.Journal.ShouldContain(j => j.Direction == scenario.Direction && j.Phase == StepPhase.Done);
    }

    private static void Audit(ChangeView view, Scenario scenario)
    {
        var done = view.Run!.Journal.Count(j => j is { Direction: StepDirection.Do, Phase: StepPhase.Done });
        string[] expected =
            scenario.Direction == StepDirection.Do
                ?
                [
                    "run.started",
                    .. Enumerable.Repeat("step.done", view.Plan!.Steps.Length),
                    "run.verifying",
                    "run.applied",
                ]
                :
                [
                    "run.started",
                    .. Enumerable.Repeat("step.done", done),
                    "step.failed",
                    "run.rolling_back",
                    .. Enumerable.Repeat("step.undone", done),
                    "run.rolled_back",
                ];
        view.Timeline.OrderBy(e => e.Id)
            .Select(e => e.Kind)
            .Where(k =>
                k.StartsWith("run.", StringComparison.Ordinal) || k.StartsWith("step.", StringComparison.Ordinal)
            )
            .ShouldBe(expected, "audit");
    }

    private static async Task Chain(Cell cell, PortalDb db)
    {
        var sealer = new AuditSealer(
            cell.World.Get<IDbContextFactory<PortalDb>>(),
            new MemoryHeads(),
            TimeProvider.System,
            NullLogger<AuditSealer>.Instance
        );
        while (await sealer.Seal(CancellationToken.None) > 0) { }

        var chain = await (
            from seal in db.Set<AuditSeal>().AsNoTracking()
            join happened in db.Set<AuditEvent>().AsNoTracking() on seal.EventId equals happened.Id
            orderby seal.Number
            select new { seal, happened }
        ).ToListAsync();
        chain.Count.ShouldBe(await db.Set<AuditEvent>().CountAsync(), "every event is sealed");
        chain
            .Aggregate(AuditVerification.Start, (so, link) => so.With(link.seal, link.happened))
            .FirstBreak.ShouldBeNull("the chain holds");
    }
}
