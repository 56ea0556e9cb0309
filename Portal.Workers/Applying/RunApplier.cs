using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Claiming;

namespace Portal.Workers.Applying;

/// <summary>Carries a claimed run as far as it goes: to an end, to a person, or until the engine answers again.</summary>
public sealed class RunApplier(
    IDbContextFactory<PortalDb> store,
    RunMoves moves,
    RunClaims claims,
    RunDirections courses,
    IStepJournal journal,
    ManagedRecords managed,
    ResourceKinds kinds,
    IEnumerable<IKindGlance> glances,
    IOptions<ApplyingOptions> options,
    TimeProvider clock
)
{
    /// <param name="left">What is left of the lease at the time of asking.</param>
    public async Task Carry(RunClaim claim, Func<TimeSpan> left, CancellationToken stop)
    {
        try
        {
            var work = await Work(claim, left, stop);
            await GoOn(work, stop);
            await Glance(work, stop);
        }
        catch (EngineException unanswered)
        {
            await SetAside(claim, unanswered.Message, stop);
        }
    }

    /// <summary>It can't go on now: tried again later, and after too long without a step done a person's matter.</summary>
    public async Task SetAside(RunClaim claim, string words, CancellationToken stop)
    {
        if (!await claims.Park(claim, words, stop))
        {
            var hours = options.Value.GiveUpAfter.TotalHours;
            await moves.Move(claim, RunMove.Stick($"It could not go on for {hours:0}\u00A0h: {words}"), stop);
        }
    }

    private async Task Glance(RunWork work, CancellationToken stop)
    {
        var seen = false;
        foreach (var on in work.Body.Steps.Select(step => step.On).Distinct())
        {
            if (glances.FirstOrDefault(glance => glance.Kind == on.Kind) is { } glance)
            {
                await glance.At(on, stop);
                seen = true;
            }
        }

        if (seen)
        {
            await claims.Notify(work.Claim, stop);
        }
    }

    private async Task GoOn(RunWork work, CancellationToken stop)
    {
        var state = work.Claim.State;
        while (state is RunState.Waiting or RunState.Applying or RunState.Verifying or RunState.RollingBack)
        {
            var turn = await courses.Next(state, work, stop);
            if (turn is RunTurn.Waits(var progress))
            {
                await claims.Wait(work.Claim, progress, options.Value.LookEvery, stop);
                return;
            }

            var move = ((RunTurn.Moves)turn).Move;
            if (await moves.Move(work.Claim, move, stop, Also(move, work, stop)) is not { } next)
            {
                // Another run holds a resource, or the change went another way: both are seen at the next claim.
                return;
            }

            state = next;
        }
    }

    private async Task<RunWork> Work(RunClaim claim, Func<TimeSpan> left, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == claim.Plan, stop);
        var deadline = new ActBefore(() => left() - options.Value.ActMargin);
        var retry = new RetryPolicy(clock, options.Value.VerifyWithin);
        var body = plan.Body;
        var scope = new StepScope(new FencedRun(claim.Run, claim.Fence, ClaimOwner.This), deadline, retry)
        {
            Plan = body.Steps,
            Evidence = plan.Evidence,
            Progress = claim.Progress,
        };
        return new RunWork(claim, plan, body, scope);
    }

    private Func<PortalDb, Change, Task<bool>>? Also(RunMove move, RunWork work, CancellationToken stop) =>
        move.To switch
        {
            RunState.Applying => (db, _) => RunLocks.Take(db, kinds, work.Claim, stop),
            RunState.Applied => async (db, change) =>
            {
                var history = await journal.Read(work.Claim.Run, stop);
                await managed.Write(db, change, history.WhatIsThere(work.Body, isWhole: true), stop);
                return true;
            },
            _ => null,
        };
}
