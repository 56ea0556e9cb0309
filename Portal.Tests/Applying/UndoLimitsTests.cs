using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;
using Portal.Tests.Jobs;

namespace Portal.Tests.Applying;

/// <summary>Whether a run can still be taken back, by what its kinds know of each of its steps.</summary>
public sealed class UndoLimitsTests
{
    private static readonly ClusterId Cluster = new(1);

    private static readonly PlanBody Plan = new(
        [
            new CreateTopic(TopicKind.On(Cluster, "out"), 3, 1, []),
            new StartJob(
                new ResourceRef(JobKind.Word, Cluster, "copy"),
                JobWorlds.Spec(JobWorlds.Copy("in", "out")).Definition,
                From: null
            ),
        ],
        []
    );

    [Theory]
    [InlineData(1, "out", "out", "out")]
    [InlineData(2, "out", "out", null)]
    [InlineData(2, "copy", "copy", "copy")]
    [InlineData(2, "", null, null)]
    [InlineData(0, "out", null, null)]
    public async Task An_abort_needs_only_that_what_it_stops_first_can_be_taken_back(
        int done,
        string reached,
        string? any,
        string? newest
    )
    {
        var limits = new UndoLimits([new Limit(TopicKind.Word, reached), new Limit(JobKind.Word, reached)]);
        var history = new RunHistory(Enumerable.Range(0, done).SelectMany(Entries));
        await using var db = new PortalDb(new());

        (await limits.Reached(db, Plan, history, CancellationToken.None)).ShouldBe(any);
        (await limits.ReachedByNewest(db, Plan, history, CancellationToken.None)).ShouldBe(newest);
    }

    private static IEnumerable<JournalEntry> Entries(int step) =>
        [
            Entry(step, StepPhase.Intent, null, null),
            Entry(step, StepPhase.Done, $"made-{step}", nameof(StepOrigin.Made)),
        ];

    private static JournalEntry Entry(int step, StepPhase phase, string? made, string? result) =>
        new()
        {
            RunId = default,
            Step = step,
            Direction = StepDirection.Do,
            Phase = phase,
            Fence = 1,
            EngineId = made,
            Result = result,
            At = default,
        };

    private sealed class Limit(ResourceKind kind, string reached) : IUndoLimit
    {
        public ResourceKind Kind => kind;

        public Task<string?> Reached(PortalDb db, Step step, EngineId made, CancellationToken stop) =>
            Task.FromResult(step.On.Name == reached ? reached : null);
    }
}
