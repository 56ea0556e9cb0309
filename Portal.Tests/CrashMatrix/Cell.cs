using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>One cell while it is played: a store of its own, a change that waits for an applier, and a shared engine.</summary>
public sealed class Cell : IAsyncDisposable
{
    private readonly List<MatrixWorker> _workers = [];
    private readonly HashSet<MatrixWorker> _goneOn = [];
    private readonly List<WebApplication> _survivors = [];
    private readonly Queue<SharedDeath.Seat> _deaths = [];
    private readonly Sabotage _sabotage;
    private readonly TimeSpan _limit;

    private Cell(WorkerWorld world, Scenario scenario, ChangeId change, Sabotage sabotage)
    {
        (World, Scenario, Change) = (world, scenario, change);
        _sabotage = sabotage;
        _limit = sabotage == Sabotage.None ? TimeSpan.FromMinutes(4) : TimeSpan.FromSeconds(45);
    }

    public WorkerWorld World { get; }

    public Scenario Scenario { get; }

    public ChangeId Change { get; }

    /// <summary>Every act that reached the engine, by whichever worker.</summary>
    public string Acts { get; } = Path.GetTempFileName();

    /// <summary>Where its workers live with those of other cells, and nobody dies; null: each has a process of its own.</summary>
    public WorkerProcess? Shared { get; set; }

    /// <summary>What its worker sleeps through with those of other cells; null: it sleeps alone.</summary>
    public SharedSleep.Seat? Sleep { get; set; }

    /// <summary>Its next workers live and die with those of other cells, one death after the other.</summary>
    public void DiesWith(IEnumerable<SharedDeath.Seat> seats)
    {
        foreach (var seat in seats)
        {
            _deaths.Enqueue(seat);
        }
    }

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
    public Task<MatrixWorker> WorkerAt(CrashPoint point) => WorkerAt(Order(point));

    /// <summary>One whose lease runs out by itself when it can't renew it: soon, and later where it waits for those it sleeps with.</summary>
    /// <param name="store">By which way it reaches the cell's store.</param>
    public Task<MatrixWorker> ForgetfulWorkerAt(CrashPoint point, string? store = null) =>
        WorkerAt(
            Order(point) with
            {
                Store = store ?? World.Store,
                Lease = TimeSpan.FromSeconds(Sleep is null ? 4 : 15),
            }
        );

    /// <summary>Higher each time somebody claims its run.</summary>
    public async Task<long> Fence()
    {
        await using var db = await World.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        return await db.Set<ApplyRun>().Where(run => run.ChangeId == Change).MaxAsync(run => run.Fence);
    }

    private async Task<MatrixWorker> WorkerAt(MatrixOrder order)
    {
        var isMortal = _deaths.TryPeek(out var death);
        var worker = await (death?.Process ?? Shared ?? WorkerPool.Take()).Take(order);
        if (!isMortal)
        {
            _workers.Add(worker);
        }

        await IsThere(worker);
        return worker;
    }

    /// <summary>A worker that goes as far as this moment and dies there.</summary>
    public async Task DiesAt(Moment moment)
    {
        await WorkerAt(Order(moment));
        await Dies();
    }

    private MatrixOrder Order(CrashPoint point) => Order(new Moment(Scenario.Kind, Scenario.Direction, point));

    private MatrixOrder Order(Moment moment) => new(World.Store, World.Keys, Acts, moment, _sabotage);

    private async Task IsThere(MatrixWorker worker)
    {
        try
        {
            await worker.IsThere();
        }
        catch (TimeoutException late)
        {
            var view = await World.View(Change);
            throw new TimeoutException(
                $"{late.Message} The change is {view.Row.State}: {view.Row.StatusMessage} {view.Run?.StatusMessage}",
                late
            );
        }
    }

    /// <summary>From its moment on, the worker is let alone.</summary>
    public async Task GoesOn(MatrixWorker worker)
    {
        await worker.GoOn();
        _goneOn.Add(worker);
    }

    /// <summary>
    /// kill -9 of its worker, and of those that share its death; then the lease is over: who waits for that learns nothing. That
    /// one is taken over when it runs out by itself, and not before, is shown by the workers that are frozen.
    /// </summary>
    public async Task Dies()
    {
        await (_deaths.TryDequeue(out var shared) ? shared.Dies() : _workers[^1].Process.Kill());
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
    public Task<ChangeView> Ends(ChangeState state) => World.Reaches(Change, state, _limit);

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            if (_goneOn.Contains(worker))
            {
                await WorkerPool.GiveBack(worker, isShared: Shared is not null);
            }
            else if (Shared is null)
            {
                worker.Process.Dispose();
            }
        }

        foreach (var survivor in _survivors)
        {
            await WorkerWorld.Stop(survivor);
        }

        await Scenario.TidyUp(World);
        await World.DisposeAsync();
        File.Delete(Acts);
    }
}
