using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Tests.Applying;
using Portal.Tests.Web;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>A scripted registry that a worker reads, by the clock of the test.</summary>
internal sealed class WatchedRegistry : IAsyncDisposable
{
    private WatchedRegistry(WorkerWorld world, HandClock clock, ScriptedRegistry registry) =>
        (World, Clock, Registry) = (world, clock, registry);

    public WorkerWorld World { get; }

    public HandClock Clock { get; }

    public ScriptedRegistry Registry { get; }

    public static async Task<WatchedRegistry> At(params string[] subjects)
    {
        var (world, clock) = (new WorkerWorld(), new HandClock());
        await world.InitializeAsync();
        await world.AddRegistry();
        return new(world, clock, await ScriptedRegistry.Start(clock, subjects));
    }

    public Task Look() => new SubjectWatch(World.Stores, Registry, Clock).Look(CancellationToken.None);

    /// <summary>The run of a change has just ended, by this clock.</summary>
    public async Task End(ChangeId change, RunState how)
    {
        await using var db = await World.Open();
        var now = Clock.GetUtcNow();
        var ended = await db.Set<ApplyRun>()
            .Where(r => r.ChangeId == change)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(r => r.State, how).SetProperty(r => r.StartedAt, now).SetProperty(r => r.EndedAt, now)
            );
        ended.ShouldBe(1);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await World.DisposeAsync();
    }
}
