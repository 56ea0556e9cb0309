using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Workers.Planning;

namespace Portal.Tests.Planning;

/// <summary>The store takes each name of a plan's findings once: what is found of two clusters is one finding.</summary>
public sealed class EqualFindingTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_exactly_once_job_that_writes_to_two_clusters_is_planned()
    {
        await using var db = await _world.Open();
        var change = await Requested(db);
        var ready = await Judged(
            db,
            change,
            [new("dev", TimeSpan.FromMinutes(15)), new("dev-us", TimeSpan.FromMinutes(5))]
        );

        await new PlanRecords(TimeProvider.System).Write(db, change, ready, CancellationToken.None);
        await db.SaveChangesAsync();

        await using var again = await _world.Open();
        var stored = (await again.Set<CheckResult>().ToListAsync()).Single(c => c.Name == "transactions · sums");
        stored.Verdict.ShouldBe(CheckVerdict.Blocked);
        stored.Words.ShouldStartWith("The brokers of dev-us let a transaction be open for 5\u00A0min");
        stored.Words.ShouldContain("The brokers of dev keep its transactions open for 15\u00A0min.");
    }

    [Fact]
    public void Findings_of_the_same_name_become_the_worst_of_them_with_the_words_of_all() =>
        Finding
            .OnePerName([
                new("a", CheckVerdict.Passed, "One."),
                new("b", CheckVerdict.Noted, "Two."),
                new("a", CheckVerdict.NeedsOverride, "Three."),
            ])
            .ShouldBe([new("a", CheckVerdict.NeedsOverride, "Three. One."), new("b", CheckVerdict.Noted, "Two.")]);

    private static async Task<PlanProposal.Ready> Judged(
        PortalDb db,
        Change change,
        ImmutableArray<TransactionLimit> limits
    )
    {
        var on = change.Resources.Single().On;
        var live = new LiveEngine(
            JobKind.Word,
            on.Cluster,
            "flink",
            ImmutableSortedDictionary<string, ResourceState?>.Empty.Add(on.Name, null),
            new Dictionary<string, string>()
        );
        var now = TimeProvider.System.GetUtcNow();
        var subject = await PlanSubject.Read(db, TestKinds.All, change, [], CancellationToken.None);
        var body = subject.Outline(TestKinds.All, [live]).ShouldBeOfType<PlanOutline.Steps>().Body;
        var seen = new JobEvidence(on, [], 8, 8, null, now) { Transactions = limits };
        return Judge.Of(TestKinds.All, subject, [live], body, new PlanEvidence([seen]), now);
    }

    private static async Task<Change> Requested(PortalDb db)
    {
        var now = TimeProvider.System.GetUtcNow();
        var change = new Change
        {
            Title = "Start sums",
            State = ChangeState.Planning,
            Environment = SeededStructure.Dev,
            Actor = Actor.Planner,
            Authors = [],
            CreatedAt = now,
            UpdatedAt = now,
            ExpiresAt = now,
            Resources =
            [
                new()
                {
                    Ordinal = 0,
                    Kind = JobKind.Word,
                    Operation = ResourceOperation.Create,
                    ClusterId = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id,
                    Name = "sums",
                    LockKey = "sums",
                    OwnerTeamId = (await db.Set<Team>().SingleAsync(t => t.Name == SeededStructure.Payments)).Id,
                    Wanted = CoreJson.Write(JobWorlds.Spec(JobWorlds.Copy("a", "b"))),
                },
            ],
        };
        db.Add(change);
        await db.SaveChangesAsync();
        return change;
    }
}
