using Portal.Core.Health;
using Portal.Engines.Flink;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>Has the SQL Gateway say what may stand where somebody writes. The newest keystroke wins: it ends the question before.</summary>
public sealed class StudioCompletions(JobCompletion completion, IClusterHealth health, Me me) : IDisposable
{
    private readonly NewestCall _newest = new();

    /// <param name="text">As it stands in the editor, which may be ahead of the page.</param>
    public async Task<IReadOnlyList<string>> Of(StudioView view, string text, int position)
    {
        var cluster = health.Current.Values.FirstOrDefault(c => c.Name == view.Job.Cluster);
        var mine = _newest.Supersede(CancellationToken.None);
        return cluster is null
            ? []
            : await completion.Words(
                me.Caller,
                cluster.Id,
                view.Definition with
                {
                    Statements = text,
                },
                position,
                mine.Token
            );
    }

    public void Dispose()
    {
        _newest.Dispose();
        completion.Dispose();
    }
}
