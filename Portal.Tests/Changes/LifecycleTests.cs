using System.Reflection;
using Portal.Core.Changes;

namespace Portal.Tests.Changes;

public sealed class LifecycleTests
{
    // Every event, with each value of the flags that change where it leads.
    public static readonly IReadOnlyList<ChangeEvent> Events =
    [
        .. from type in typeof(ChangeEvent).GetNestedTypes(BindingFlags.Public)
        where type.IsSubclassOf(typeof(ChangeEvent))
        let parameters = type.GetConstructors().Single(c => c.IsPublic).GetParameters().Length
        from flags in Enumerable.Range(0, 1 << parameters)
        select (ChangeEvent)
            Activator.CreateInstance(
                type,
                [.. Enumerable.Range(0, parameters).Select(i => (object)((flags & (1 << i)) != 0))]
            )!,
    ];

    public static readonly IReadOnlyList<(ChangeState State, ChangeEvent Happened, Move Move)> Pairs =
    [
        .. from state in Enum.GetValues<ChangeState>()
        from happened in Events
        select (state, happened, Lifecycle.Next(state, happened)),
    ];

    [Fact]
    public void Every_pair_moves_or_is_refused_in_words() =>
        Pairs.ShouldAllBe(p => p.Move is Move.Moves || ((Move.Refusal)p.Move).Words.EndsWith('.'));

    // The design's table, said again: who changes a way between states changes it here too, and has looked twice.
    private static readonly string[] Ways =
    [
        "Draft -Submitted-> Planning",
        "ChangesRequested -Submitted-> Planning",
        "Planning -Planned-> Checking",
        "Planning -PlanFoundNothingToDo-> Applied",
        "Planning -PlanningGaveUp-> PlanFailed",
        "PlanFailed -PlanAskedAgain-> Planning",
        "Stale -PlanAskedAgain-> Planning",
        "PendingApproval -PlanAskedAgain-> Planning",
        "Approved -PlanAskedAgain-> Planning",
        "Checking -Checked { Blocked = True, NeedsNobody = True }-> ChangesRequested",
        "Checking -Checked { Blocked = True, NeedsNobody = False }-> ChangesRequested",
        "Checking -Checked { Blocked = False, NeedsNobody = True }-> Approved",
        "Checking -Checked { Blocked = False, NeedsNobody = False }-> PendingApproval",
        "PendingApproval -Approved { Complete = True }-> Approved",
        "PendingApproval -Approved { Complete = False }-> PendingApproval",
        "PendingApproval -VoteWithdrawn-> PendingApproval",
        "Approved -VoteWithdrawn-> PendingApproval",
        "PendingApproval -Rejected-> Rejected",
        "PendingApproval -SentBack-> ChangesRequested",
        "Approved -FreezeBegan-> Held",
        "Held -FreezeEnded-> Approved",
        "PendingApproval -ClusterMoved-> Stale",
        "Approved -ClusterMoved-> Stale",
        "Held -ClusterMoved-> Stale",
        "Applying -ClusterMoved-> Stale",
        "Approved -Claimed-> Applying",
        "Applying -StepsDone-> Verifying",
        "Verifying -VerifiedWhole-> Applied",
        "Applying -UndoBegan-> RollingBack",
        "Verifying -UndoBegan-> RollingBack",
        "RollingBack -RolledBack-> RolledBack",
        "Applying -GotStuck-> Stuck",
        "Verifying -GotStuck-> Stuck",
        "RollingBack -GotStuck-> Stuck",
        "Stuck -Retried { Undoing = True }-> RollingBack",
        "Stuck -Retried { Undoing = False }-> Applying",
        "Stuck -Settled-> Settled",
        .. from state in new[]
        {
            "Draft",
            "Planning",
            "Checking",
            "ChangesRequested",
            "PendingApproval",
            "Approved",
            "Held",
            "PlanFailed",
            "Stale",
        }
        from stop in new[] { "Cancelled", "Expired" }
        select $"{state} -{stop}-> {stop}",
    ];

    [Fact]
    public void A_change_goes_the_ways_of_the_design_and_no_others() =>
        Pairs
            .Where(p => p.Move is Move.Moves)
            .Select(p => $"{p.State} -{Said(p.Happened)}-> {((Move.Moves)p.Move).Next}")
            .ShouldBe(Ways, ignoreOrder: true);

    // A record says "Planned { }" of an event without flags.
    private static string Said(ChangeEvent happened) => $"{happened}".Replace(" { }", "", StringComparison.Ordinal);

    [Fact]
    public void Nothing_moves_a_change_that_has_ended() =>
        Pairs.Where(p => p.State.IsEnd() && p.Move is Move.Moves).ShouldBeEmpty();

    [Fact]
    public void Every_state_can_be_reached_from_a_draft()
    {
        var reached = new HashSet<ChangeState> { ChangeState.Draft };
        while (
            Pairs
                .Where(p => reached.Contains(p.State))
                .Select(p => p.Move)
                .OfType<Move.Moves>()
                .Any(m => reached.Add(m.Next))
        ) { }
        Enum.GetValues<ChangeState>().Except(reached).ShouldBeEmpty();
    }

    [Fact]
    public void Every_state_that_is_no_end_has_a_way_on() =>
        Enum.GetValues<ChangeState>()
            .Where(s => !s.IsEnd())
            .ShouldAllBe(s => Pairs.Any(p => p.State == s && p.Move is Move.Moves));

    [Fact]
    public void Only_a_claim_begins_applying_and_only_an_approved_change_can_be_claimed() =>
        Pairs
            .Where(p => p.Happened is ChangeEvent.Claimed && p.Move is Move.Moves)
            .Select(p => p.State)
            .ShouldBe([ChangeState.Approved]);

    [Theory]
    [InlineData(ChangeState.Applying)]
    [InlineData(ChangeState.Verifying)]
    [InlineData(ChangeState.RollingBack)]
    [InlineData(ChangeState.Stuck)]
    public void A_change_a_worker_has_begun_is_neither_cancelled_nor_expired(ChangeState state)
    {
        Lifecycle.Next(state, new ChangeEvent.Cancelled()).ShouldBeOfType<Move.Refusal>().Words.ShouldContain("Abort");
        Lifecycle.Next(state, new ChangeEvent.Expired()).ShouldBeOfType<Move.Refusal>();
    }

    [Fact]
    public void An_approval_of_a_stale_plan_is_refused() =>
        Lifecycle
            .Next(ChangeState.Stale, new ChangeEvent.Approved(true))
            .ShouldBeOfType<Move.Refusal>()
            .Words.ShouldContain("moved since");
}
