using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>One cell while it is played: a store of its own, a change that waits for an applier, and a shared engine.</summary>
public sealed class Cell : IAsyncDisposable
{
    private readonly List<WorkerProcess> processes = [];
    private readonly List<WebApplication> survivors = [];
    private readonly Sabotage sabotage;

    private Cell(WorkerWorld world, Scenario scenario, ChangeId change, Sabotage sabotage)
    {
        (World, Scenario, Change) = (world, scenario, change);
        this.sabotage = sabotage;
    }

    public WorkerWorld World { get; }

    public Scenario Scenario { get; }

    public ChangeId Change { get; }

    /// <summary>Every act that reached the engine, by whichever worker.</summary>
    public string Acts { get; } = Path.GetTempFileName();

    public static async Task<Cell> Begin(string bootstrap, Scenario scenario, Sabotage sabotage)
    {
        var world = await WorkerWorld.On(bootstrap);
        await scenario.Prepare(world);
        var change = await world.Ask([.. scenario.Asked]);
        await world.PlanAll();
        if ((await world.View(change)).Row.State == ChangeState.PendingApproval)
        {
            await world.Approve(change);
        }

        return new Cell(world, scenario, change, sabotage);
    }

    /// <summary>A worker that goes as far as this point of the cell's step, and waits there.</summary>
    public Task<WorkerProcess> WorkerAt(CrashPoint point, string? store = null) =>
        WorkerAt(new Moment(Scenario.Kind, Scenario.Direction, point), store);

    public async Task<WorkerProcess> WorkerAt(Moment moment, string? store = null)
    {
        var process = WorkerProcess.Start(new(store ?? World.Store, World.Keys, Acts, moment, sabotage));
        processes.Add(process);
        try
        {
            await process.IsThere();
        }
        catch (TimeoutException late)
        {
            var view = await World.View(Change);
            throw new TimeoutException(
                $"{late.Message} The change is {view.Row.State}: {view.Row.Told} {view.Run?.Told}",
                late
            );
        }

        return process;
    }

    /// <summary>Another worker, to whom nothing happens.</summary>
    public async Task AnotherWorker()
    {
        var survivor = MatrixHost.Build(new(World.Store, World.Keys, Acts, null, sabotage));
        survivors.Add(survivor);
        await survivor.StartAsync();
    }

    public Task<ChangeView> Ends() => Ends(Scenario.End);

    public Task<ChangeView> Ends(ChangeState state) => World.Reaches(Change, state, TimeSpan.FromSeconds(120));

    public async ValueTask DisposeAsync()
    {
        processes.ForEach(process => process.Dispose());
        foreach (var survivor in survivors)
        {
            await WorkerWorld.Stop(survivor);
        }

        await World.DisposeAsync();
        File.Delete(Acts);
    }
}
