using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Store;
using Portal.Engines.Flink;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>What a preview is of: its rows say nothing about another.</summary>
/// <param name="Cluster">Whose Flink runs it.</param>
/// <param name="Sources">How the statements read their topics, where they aren't read as all are.</param>
/// <param name="From">From where they read them.</param>
public sealed record PreviewQuery(string Cluster, string Statements, IReadOnlyList<JobSource> Sources, PreviewFrom From)
{
    public static PreviewQuery Of(StudioView view, PreviewFrom from) =>
        new(view.Job.Cluster, view.Job.Statements, view.Definition.Sources ?? [], from);

    public bool Equals(PreviewQuery? other) =>
        other is not null
        && Cluster == other.Cluster
        && Statements == other.Statements
        && From == other.From
        && Sources.SequenceEqual(other.Sources);

    public override int GetHashCode() => HashCode.Combine(Cluster, Statements, From);
}

/// <summary>What the studio shows of the rows that a query gives.</summary>
public abstract record StudioPreview
{
    private StudioPreview() { }

    /// <summary>Nobody wanted any yet.</summary>
    public sealed record None : StudioPreview;

    public sealed record Running(DateTimeOffset Since) : StudioPreview;

    /// <param name="At">When it ended.</param>
    public sealed record Shown(PreviewOutcome Outcome, PreviewQuery Of, DateTimeOffset At) : StudioPreview;

    /// <summary>Somebody stopped it.</summary>
    public sealed record Stopped : StudioPreview;

    /// <summary>This person may not see them, or not now.</summary>
    public sealed record Refused(string Words) : StudioPreview;
}

/// <summary>Runs one preview at a time. A new one, a stop, and the end of the page's circuit cancel it, at Flink too.</summary>
public sealed class StudioPreviews(
    RowPreviewer previewer,
    IClusterHealth health,
    StoreWatch store,
    Me me,
    TimeProvider time
) : IDisposable
{
    private readonly NewestCall _newest = new();

    /// <param name="show">Takes how it goes on.</param>
    public async Task Run(StudioView view, PreviewFrom from, Action<StudioPreview> show)
    {
        if (health.Current.Values.FirstOrDefault(c => c.Name == view.Job.Cluster) is not { } cluster)
        {
            show(new StudioPreview.Refused("Choose the cluster whose Flink is to run it."));
            return;
        }

        var mine = _newest.Supersede(CancellationToken.None);
        var token = mine.Token;
        var query = PreviewQuery.Of(view, from);
        show(new StudioPreview.Running(time.GetUtcNow()));
        try
        {
            var (text, sources) = (query.Statements, query.Sources);
            var outcome = await store.Ask(() =>
                previewer.Preview(me.Caller, cluster.Id, text, sources, null, from, token)
            );
            token.ThrowIfCancellationRequested();
            show(
                outcome switch
                {
                    Outcome<PreviewOutcome>.Done(var rows) => new StudioPreview.Shown(rows, query, time.GetUtcNow()),
                    Outcome<PreviewOutcome>.Refused(var why) => new StudioPreview.Refused(why.Words),
                    _ => throw new InvalidOperationException(outcome.GetType().Name),
                }
            );
        }
        catch (OperationCanceledException) when (!_newest.Is(mine))
        {
            // A newer one runs, somebody stopped it, or nobody is there any more.
        }
    }

    /// <summary>Its job is cancelled.</summary>
    public void Stop() => _newest.Dispose();

    public void Dispose() => _newest.Dispose();
}
