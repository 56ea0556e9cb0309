using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>One cell while it is played: a store of its own, a change that waits for an applier, and a shared engine.</summary>
public sealed class Cell : IAsyncDisposable
{
    private readonly List<WorkerProcess> _processes = [];
    private readonly HashSet<WorkerProcess> _goneOn = [];
    private readonly List<WebApplication> _survivors = [];
    private readonly Sabotage _sabotage;
    private readonly TimeSpan _patience;

    private Cell(WorkerWorld world, Scenario scenario, ChangeId change, Sabotage sabotage)
    {
        (World, Scenario, Change) = (world, scenario, change);
        _sabotage = sabotage;
        _patience = sabotage == Sabotage.None ? TimeSpan.FromSeconds(120) : TimeSpan.FromSeconds(20);
    }

    public WorkerWorld World { get; }

    public Scenario Scenario { get; }

    public ChangeId Change { get; }

    /// <summary>Every act that reached the engine, by whichever worker.</summary>
    public string Acts { get; } = Path.GetTempFileName();

    public static async Task<Cell> Begin(IWireEngine engine, Scenario scenario, Sabotage sabotage)
    {
        var world = await engine.World();
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
        var process = await WorkerPool.With(new(store ?? World.Store, World.Keys, Acts, moment, _sabotage));
        _processes.Add(process);
        try
        {
            await process.IsThere();
        }
        catch (TimeoutException late)
        {
            var view = await World.View(Change);
            throw new TimeoutException(
                $"{late.Message} The change is {view.Row.State}: {view.Row.StatusMessage} {view.Run?.StatusMessage}",
                late
            );
        }

        return process;
    }

    /// <summary>From its moment on, the worker is let alone.</summary>
    public async Task GoesOn(WorkerProcess process)
    {
        await process.GoOn();
        _goneOn.Add(process);
    }

    /// <summary>
    /// kill -9, and then the lease is over: who waits for that learns nothing. That one is taken over when it runs out by
    /// itself, and not before, is shown by the workers that are frozen.
    /// </summary>
    public async Task Kill(WorkerProcess process)
    {
        await process.Kill();
        await using var db = await World.Open();
        await db.Database.ExecuteSqlAsync(
            $"update apply_run set lease_until = clock_timestamp() where lease_until is not null"
        );
    }

    /// <summary>Another worker, to whom nothing happens.</summary>
    public async Task AnotherWorker()
    {
        var survivor = MatrixHost.Build(new(World.Store, World.Keys, Acts, null, _sabotage));
        _survivors.Add(survivor);
        await survivor.StartAsync();
    }

    public Task<ChangeView> Ends() => Ends(Scenario.End);

    /// <summary>Until the change has come to this end; what has a safety taken out may never come to one.</summary>
    public Task<ChangeView> Ends(ChangeState state) => World.Reaches(Change, state, _patience);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (_goneOn.Contains(process))
            {
                await WorkerPool.GiveBack(process);
            }
            else
            {
                process.Dispose();
            }
        }

        foreach (var survivor in _survivors)
        {
            await WorkerWorld.Stop(survivor);
        }

        await World.DisposeAsync();
        File.Delete(Acts);
    }
}
