using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Runs;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

/// <summary>Where a change went by an act.</summary>
public sealed record ChangeMovedDto(long Id, ChangeState State);

/// <summary>Why a stuck run is left as it is; the audit keeps it.</summary>
public sealed record SettlementDto([property: Length(1, 2_000)] string Why);

/// <summary>What people do to a change that is under way.</summary>
internal static class ChangeActs
{
    public static void Map(RouteGroupBuilder changes)
    {
        var change = changes.MapGroup("/{id:long}");
        change
            .MapPost("/votes", Vote)
            .Writes()
            .Refuses(404)
            .WithName("castVote")
            .WithSummary("Approve, reject or send back the plan that you name");
        change
            .MapDelete("/votes/mine", Withdraw)
            .Writes()
            .Refuses(404)
            .WithName("withdrawVote")
            .WithSummary("Take back my vote on the current plan");
        change
            .MapPost("/cancel", Cancel)
            .Writes()
            .Refuses(404)
            .WithName("cancelChange")
            .WithSummary("Cancel it, as long as no worker has begun");
        change
            .MapPost("/plan", PlanAgain)
            .Writes()
            .Refuses(404)
            .WithName("planAgain")
            .WithSummary("Make a new plan from the cluster as it is now; votes start over");
        change
            .MapPost("/abort", Abort)
            .Writes()
            .Refuses(404)
            .WithName("abortRun")
            .WithSummary(
                "Undo what was applied, as long as the point of no return isn't passed and nothing came of what it made, as a job's completed checkpoint"
            );
        change
            .MapPost("/retry", Retry)
            .Writes()
            .Refuses(404)
            .WithName("retryRun")
            .WithSummary("Take a stuck run up again, forwards or backwards as it got stuck");
        change
            .MapPost("/settle", Settle)
            .Writes()
            .Refuses(404)
            .WithName("settleRun")
            .WithSummary("End a stuck run: what is there is recorded as it is, the rest becomes drift");
    }

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Vote(
        long id,
        VoteRequestDto vote,
        Me me,
        Voting voting,
        CancellationToken stop
    ) => voting.Cast(me.Caller, new ChangeId(id), vote.ToBallot(), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Withdraw(
        long id,
        Me me,
        Voting voting,
        CancellationToken stop
    ) => voting.Withdraw(me.Caller, new ChangeId(id), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Cancel(
        long id,
        Me me,
        ChangeStops stops,
        CancellationToken stop
    ) => stops.Cancel(me.Caller, new ChangeId(id), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> PlanAgain(
        long id,
        Me me,
        ChangeStops stops,
        CancellationToken stop
    ) => stops.PlanAgain(me.Caller, new ChangeId(id), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Abort(
        long id,
        Me me,
        RunControl runs,
        CancellationToken stop
    ) => runs.Abort(me.Caller, new ChangeId(id), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Retry(
        long id,
        Me me,
        RunControl runs,
        CancellationToken stop
    ) => runs.Retry(me.Caller, new ChangeId(id), stop).Answer(state => Moved(id, state));

    private static Task<Results<Ok<ChangeMovedDto>, ProblemHttpResult>> Settle(
        long id,
        SettlementDto settlement,
        Me me,
        RunControl runs,
        CancellationToken stop
    ) => runs.Settle(me.Caller, new ChangeId(id), settlement.Why, stop).Answer(state => Moved(id, state));

    private static Ok<ChangeMovedDto> Moved(long id, ChangeState state) =>
        TypedResults.Ok(new ChangeMovedDto(id, state));
}
