using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Tests.CrashMatrix;

/// <summary>Where in a step a worker is stopped to have something happen to it.</summary>
public enum CrashPoint
{
    BeforeIntent,
    AfterIntent,
    AfterAct,
    AfterDone,

    /// <summary>At a later look: at the step, at the whole, or at the cluster after a claim.</summary>
    Afterwards,
}

/// <summary>A moment of a run: which kind of step, which way, which point.</summary>
public sealed record Moment(string Step, StepDirection Direction, CrashPoint Point)
{
    /// <summary>Right after a claim, when the cluster is asked who it is.</summary>
    public static readonly Moment TheClaim = new("Claim", StepDirection.Do, CrashPoint.Afterwards);

    public override string ToString() => $"{Step}/{Direction}/{Point}";
}

/// <summary>Called by the decorators at each moment of a run.</summary>
public interface IHook
{
    /// <summary>Whether something would happen at this moment.</summary>
    bool AsksAt(Moment moment);

    Task At(Moment moment);
}

/// <summary>Nothing happens at any moment.</summary>
public sealed class NoHook : IHook
{
    public bool AsksAt(Moment moment) => false;

    public Task At(Moment moment) => Task.CompletedTask;
}

/// <summary>
/// At its moment, once, it tells the parent by a line and waits for one: meanwhile the parent kills or freezes this
/// process, its engine, its store, or lets a stranger in.
/// </summary>
public sealed class AskingHook(MatrixOrder order) : IHook
{
    private int _asked;

    public bool AsksAt(Moment moment) => moment == order.StopAt && _asked == 0;

    public async Task At(Moment moment)
    {
        if (AsksAt(moment) && Interlocked.Exchange(ref _asked, 1) == 0)
        {
            await order.Tell($"{MatrixWorker.At}{moment}");
            await ParentLine.Says(ParentLine.Go(order.Id));
        }
    }
}
