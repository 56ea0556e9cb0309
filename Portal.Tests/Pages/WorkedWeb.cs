using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Tests.Api;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Pages;

/// <summary>The web over a store whose workers plan and apply when a test says so.</summary>
public class IdleWeb : PortalWeb
{
    public WorkerWorld World { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        World = await WorkerWorld.Over(StoreConnection);
        // Nobody has to be warned of them.
        await using var db = await Store.CreateDbContextAsync();
        await db.Set<Cluster>().ExecuteUpdateAsync(set => set.SetProperty(cluster => cluster.IsLocal, true));
        // As a collector does, of which there is none: the web looks by itself only each 15 seconds.
        await db.Database.ExecuteSqlAsync($"select pg_notify({StoreChannel.Shown}, 'dev')");
        var health = Services.GetRequiredService<IClusterHealth>();
        await Deadline.Until(() => health.Current.Values.Any(cluster => cluster.Name == "dev"));
    }

    public override async ValueTask DisposeAsync()
    {
        if (IsNeeded)
        {
            await World.DisposeAsync();
        }

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The web and real workers over one store; the clusters are a Kafka that a test holds up, fails and meddles with.</summary>
public sealed class WorkedWeb : IdleWeb
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await World.StartWorker();
    }

    /// <summary>Ada asked for longer retention and more partitions; a worker waits right before it does the one or the other.</summary>
    /// <returns>The change, and what lets the worker go on.</returns>
    public async Task<(ChangeId Id, Action GoOn)> HeldBefore(string act, string topic)
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await World.Manage(topic, 3, ("retention.ms", "604800000"));
        World.Kafka.Fault = call =>
        {
            if (call == act && reached.TrySetResult())
            {
                goOn.Task.Wait();
            }

            return null;
        };
        var id = await World.Ask(Update(topic, 6, ("retention.ms", "1209600000")));
        await World.Reaches(id, ChangeState.PendingApproval);
        await World.Approve(id);
        await reached.Task;
        return (id, () => goOn.TrySetResult());
    }

    /// <summary>Two topics are asked for. The first is written to by a stranger as soon as it is there, the second is refused: neither on nor back.</summary>
    public async Task<ChangeId> Stuck(string topic)
    {
        World.Kafka.AfterAct = act =>
        {
            if (act == "Create")
            {
                World.Kafka.Write(topic, 7);
                World.Kafka.Fault = call =>
                    call == "Create" ? new EngineException(EngineFault.Final, "no more topics") : null;
            }
        };
        var id = await World.Ask(Create(topic), Create($"{topic}.second"));
        await World.Reaches(id, ChangeState.Stuck);
        return id;
    }

    /// <summary>Nothing is in the way any more.</summary>
    public void Clear()
    {
        World.Kafka.AfterAct = _ => { };
        World.Kafka.Fault = _ => null;
    }
}
