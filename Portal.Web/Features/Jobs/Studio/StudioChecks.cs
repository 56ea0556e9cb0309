using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Store;
using Portal.Engines.Flink;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>Has statements checked once typing pauses. The newest keystroke wins: it ends what the one before began, at the gateway too.</summary>
public sealed class StudioChecks(
    JobExplainer explainer,
    IClusterHealth health,
    StoreWatch store,
    Me me,
    TimeProvider time
) : IDisposable
{
    /// <summary>How long nothing has to be typed.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly NewestCall _newest = new();

    /// <param name="view">As it is then.</param>
    /// <param name="show">Takes what came of it.</param>
    public Task Of(TimeSpan pause, Func<StudioView?> view, Action<StudioVerdict> show)
    {
        if (view() is { IsBlank: false } before)
        {
            show(new StudioVerdict.Checking(before.Verdict.Known));
            return Newest(pause, view, show);
        }

        _newest.Supersede(CancellationToken.None);
        if (view() is not null)
        {
            show(new StudioVerdict.Blank());
        }

        return Task.CompletedTask;
    }

    /// <summary>Once more for the same text: what was known stays shown meanwhile.</summary>
    /// <inheritdoc cref="Of(TimeSpan, Func{StudioView}, Action{StudioVerdict})"/>
    public Task Of(Func<StudioView?> view, Action<StudioVerdict> show) => Newest(TimeSpan.Zero, view, show);

    public void Dispose() => _newest.Dispose();

    private async Task Newest(TimeSpan pause, Func<StudioView?> view, Action<StudioVerdict> show)
    {
        var mine = _newest.Supersede(CancellationToken.None);
        var token = mine.Token;
        try
        {
            await Task.Delay(pause, time, token);
            var verdict = await Of(view()!, token);
            token.ThrowIfCancellationRequested();
            show(verdict);
        }
        catch (OperationCanceledException) when (!_newest.Is(mine))
        {
            // The newer one is checked, or nobody is there any more.
        }
    }

    private async Task<StudioVerdict> Of(StudioView view, CancellationToken stop)
    {
        if (health.Current.Values.FirstOrDefault(c => c.Name == view.Job.Cluster) is not { } cluster)
        {
            return new StudioVerdict.Refused("Choose the cluster whose Flink is to run it.");
        }

        var name = view.Job.Name.Trim();
        var job = JobName.Problem(name) is null ? name : "studio";
        while (true)
        {
            try
            {
                return await explainer.Explain(me.Caller, cluster.Id, job, view.Definition, stop) switch
                {
                    Outcome<JobExplanation>.Done(var explanation) => new StudioVerdict.Checked(
                        explanation,
                        time.GetUtcNow()
                    ),
                    Outcome<JobExplanation>.Refused(var why) => new StudioVerdict.Refused(why.Words),
                    var other => throw new InvalidOperationException(other.GetType().Name),
                };
            }
            catch (Exception silence) when (StoreFailure.IsSilence(silence))
            {
                store.Met(silence);
                await store.Back.WaitAsync(stop);
            }
        }
    }
}
