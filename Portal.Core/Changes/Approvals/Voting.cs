using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>Casting and withdrawing votes. The change's row is locked first, so that two votes at once both count.</summary>
public sealed class Voting(IDbContextFactory<PortalDb> store, ChangeMover mover, FreshSignIn signIn, TimeProvider clock)
{
    public async Task<Outcome<ChangeState>> Cast(Caller who, ChangeId id, Ballot ballot, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await ChangeMover.Lock(db, id, stop) is not { } change)
        {
            return Refusal.NotFound($"There is no change {id}.");
        }

        var round = await VotingRound.Open(db, change, stop);
        who = round.As(who, change, ballot.Verdict);
        if (round.Refusal(who, change, ballot) is { } refusal)
        {
            return refusal;
        }

        if (
            ballot.Verdict == VoteVerdict.Approve
            && await DestroysInProduction(db, change, round.Plan!, stop)
            && await signIn.Missing(who, "Approving what deletes in production", stop) is { } again
        )
        {
            return again;
        }

        var vote = new Vote
        {
            ChangeId = id,
            PlanId = round.Plan!.Id,
            PlanHash = ballot.PlanHash,
            StepId = round.StepFor(who)?.Id,
            Actor = who.Actor,
            Verdict = ballot.Verdict,
            Comment = ballot.Comment.Trim(),
            At = clock.GetUtcNow(),
        };
        db.Add(vote);
        var tally = round.Tally([.. round.Votes, vote]);
        if (
            await mover.Move(
                db,
                change,
                Event(ballot.Verdict, tally),
                who.Actor,
                "vote.cast",
                Words(who, ballot, tally),
                stop,
                VoteRecord.Of(vote, round).ToJson()
            )
            is Move.Refusal(var why)
        )
        {
            return Refusal.Conflict(why);
        }

        await transaction.CommitAsync(stop);
        return change.State;
    }

    /// <summary>Takes back the standing vote of this person, or the one that was given for them, on the current plan; an approved change waits again.</summary>
    public async Task<Outcome<ChangeState>> Withdraw(Caller who, ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await ChangeMover.Lock(db, id, stop) is not { } change)
        {
            return Refusal.NotFound($"There is no change {id}.");
        }

        var round = await VotingRound.Open(db, change, stop);
        var vote = await db.Set<Vote>()
            .CurrentOn(change.PlanId)
            .SingleOrDefaultAsync(v => v.Actor.Name == who.Actor.Name || v.Actor.OnBehalfOf == who.Actor.Name, stop);
        if (vote is null)
        {
            return Refusal.Conflict("You have no vote on this plan to take back.");
        }

        vote.WithdrawnAt = clock.GetUtcNow();
        if (
            await mover.Move(
                db,
                change,
                new ChangeEvent.VoteWithdrawn(),
                who.Actor,
                "vote.withdrawn",
                $"{who.DisplayName} took back the vote.",
                stop,
                VoteRecord.Of(vote, round).ToJson()
            )
            is Move.Refusal(var why)
        )
        {
            return Refusal.Conflict(why);
        }

        await transaction.CommitAsync(stop);
        return change.State;
    }

    private static async Task<bool> DestroysInProduction(
        PortalDb db,
        Change change,
        Plan plan,
        CancellationToken stop
    ) =>
        (change.Resources.Any(r => r.Operation == ResourceOperation.Delete) || plan.Body.Steps.Any(s => s.Destroys))
        && await db.Set<ClusterEnvironment>().AnyAsync(e => e.Name == change.Environment && e.IsProduction, stop);

    private static ChangeEvent Event(VoteVerdict verdict, IReadOnlyList<StepTally> tally) =>
        verdict switch
        {
            VoteVerdict.Approve => new ChangeEvent.Approved(tally.All(t => t.IsMet)),
            VoteVerdict.Reject => new ChangeEvent.Rejected(),
            _ => new ChangeEvent.SentBack(),
        };

    private static string Words(Caller who, Ballot ballot, IReadOnlyList<StepTally> tally) =>
        ballot.Verdict switch
        {
            VoteVerdict.Reject => $"Rejected by {who.DisplayName}: {ballot.Comment.Trim()}",
            VoteVerdict.RequestChanges => $"Sent back by {who.DisplayName}: {ballot.Comment.Trim()}",
            _ when ApprovalSteps.Current(tally) is { } waiting =>
                $"Approved by {who.DisplayName}; waiting for: {waiting.Title}.",
            _ => $"Approved by {who.DisplayName}.",
        };
}
