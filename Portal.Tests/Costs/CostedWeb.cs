using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Pages;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Costs;

/// <summary>The web over a store that holds ever more: topics, groups, changes of many resources, in every state that pages show.</summary>
public sealed class CostedWeb : WatchedWeb
{
    public WorkerWorld World { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        World = await WorkerWorld.Over(StoreConnection);
    }

    public override async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>So many of everything: topics with a reader each, and three changes that name all of them.</summary>
    public async Task<Filled> Fill(int many)
    {
        var topics = Enumerable.Range(0, many).Select(i => $"filled.of{many}.n{i}").ToArray();
        var applied = await World.Ask([.. topics.Select(t => Create(t))]);
        await World.PlanAll();
        if ((await World.View(applied)).Row.State == ChangeState.PendingApproval)
        {
            await World.Approve(applied);
        }

        await World.ApplyAll();
        (await World.View(applied)).Row.State.ShouldBe(ChangeState.Applied);
        var waiting = await World.Ask([.. topics.Select(t => Update(t, 6, ("retention.ms", "1000")))]);
        await World.PlanAll();
        (await World.View(waiting)).Row.State.ShouldBe(ChangeState.PendingApproval);
        var planning = await World.Ask([.. topics.Select(t => Update(t, 9))]);
        for (var i = 0; i < many; i++)
        {
            await World.Ask(Create($"single.of{many}.n{i}"));
        }

        await Drift(topics);
        await Show(topics);
        return new Filled(topics[^1], applied, waiting, planning);
    }

    private async Task Drift(string[] topics)
    {
        await using var db = await Store.CreateDbContextAsync();
        var known = await db.Set<Resource>().Where(r => topics.Contains(r.Name)).ToListAsync();
        db.AddRange(
            known.SelectMany(r =>
                topics.Select(
                    (_, i) =>
                        new Drift
                        {
                            ResourceId = r.Id,
                            Field = $"field.{i}",
                            Wanted = "1",
                            Live = "2",
                            FirstSeenAt = Now,
                            SeenAt = Now,
                        }
                )
            )
        );
        await db.SaveChangesAsync();
    }

    private async Task Show(string[] topics)
    {
        await using var db = await Store.CreateDbContextAsync();
        var dev = await db.Set<Cluster>().SingleAsync(c => c.Name == "dev");
        var sample = Sample;
        Health.Show(
            sample.Cluster(
                dev.Id,
                "dev",
                "dev",
                topics.Select(t => sample.Topic(t, topics.Length, LagStatus.Stalled, $"{t}.reader")),
                topics.Select(t =>
                    sample.Group(
                        $"{t}.reader",
                        LagStatus.Stalled,
                        1,
                        new Drain.Never(),
                        [
                            .. Enumerable
                                .Range(0, topics.Length)
                                .Select(p => sample.Partition(t, p, LagStatus.Stalled, 9, TimeSpan.FromMinutes(9))),
                        ]
                    )
                )
            )
        );
    }

    /// <param name="Topic">One of the topics.</param>
    public sealed record Filled(string Topic, ChangeId Applied, ChangeId Waiting, ChangeId Planning);
}
