using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Jobs.Sql;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Requests;
using Portal.Web.Layout;
using Portal.Web.Pages;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>Statements while they are written: from the beginning a request for a job, kept as the draft that its form goes on with.</summary>
public sealed class StudioModel(
    RequestOpenings openings,
    RequestSaves saves,
    StudioChecks checks,
    StudioCompletions completions,
    StudioPreviews previews
) : PageModel<StudioView>, IDisposable
{
    /// <summary>Somebody waits for the form.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Rows of the query, since it was opened.</summary>
    public StudioPreview Preview { get; private set; } = new StudioPreview.None();

    /// <summary>From where a preview reads its topics.</summary>
    public PreviewFrom From { get; set; }

    /// <summary>From the store alone: Flink is asked by <see cref="Check"/>, once the page is there.</summary>
    public async Task Open(StudioStart what, CancellationToken stop)
    {
        var opened = what.Draft is { } draft
            ? await openings.Resume(draft, stop)
            : await openings.Open(new RequestOf.New(JobKind.Word, Cluster: what.Cluster), stop);
        if (opened is ViewState<RequestView>.Ready(var request) && request.Form.Resources.Any(r => r is JobForm))
        {
            var view = new StudioView(request, new StudioVerdict.Blank());
            if (what.Draft is null)
            {
                Begin(view, what);
            }

            previews.Stop();
            Preview = new StudioPreview.None();
            Show(view);
        }
        else
        {
            Show(
                opened is ViewState<RequestView>.NotFound(var gone, var why)
                    ? new ViewState<StudioView>.NotFound(gone, why)
                    : new ViewState<StudioView>.NotFound(
                        "This draft has no job",
                        "The studio is for a job's statements."
                    )
            );
        }
    }

    /// <summary>What was opened, once somebody sees it.</summary>
    public Task Check() => Check(TimeSpan.Zero);

    /// <summary>Topics were read: one that wasn't known may be there now.</summary>
    public Task Reread() =>
        Value?.Verdict is StudioVerdict.Checked { Explanation.Tables: var tables }
        && tables.Any(t => t.Problem is not null)
            ? checks.Of(() => Value, verdict => Show(Value! with { Verdict = verdict }))
            : Task.CompletedTask;

    public Task Type(Action<JobForm> typed)
    {
        if (Value is not { } view)
        {
            return Task.CompletedTask;
        }

        typed(view.Job);
        _ = saves.Later(Addresses.Studio, () => Value?.Request, Saved);
        return Check(StudioChecks.Pause);
    }

    /// <summary>Keeps it for the form of the request. Null when it couldn't be kept: the page says why.</summary>
    public async Task<DraftId?> Leave()
    {
        IsLeaving = true;
        Say();
        await saves.Now(Addresses.RequestJob, () => Value?.Request, Saved);
        IsLeaving = false;
        Say();
        return Value?.Request is { NotSaved: null, Saved.Id: var draft } ? draft : null;
    }

    /// <summary>What may stand at a place of the text.</summary>
    public async Task<IReadOnlyList<string>> Complete(string text, int position) =>
        Value is { } view ? await completions.Of(view, text, position) : [];

    /// <summary>Runs the query for some seconds. What is typed meanwhile doesn't end it.</summary>
    public Task RunPreview() =>
        Value is { IsBlank: false } view ? previews.Run(view, From, Previewed) : Task.CompletedTask;

    public void StopPreview()
    {
        previews.Stop();
        Previewed(new StudioPreview.Stopped());
    }

    public void Dispose()
    {
        previews.Dispose();
        completions.Dispose();
        checks.Dispose();
        saves.Dispose();
    }

    private Task Check(TimeSpan pause) =>
        checks.Of(pause, () => Value, verdict => Show(Value! with { Verdict = verdict }));

    private void Previewed(StudioPreview preview)
    {
        Preview = preview;
        Say();
    }

    private void Saved(Outcome<SavedDraft> outcome)
    {
        if (Value is { } view)
        {
            Show(view with { Request = view.Request.After(outcome) });
        }
    }

    // A topic's cluster may have no Flink of its own; another of its environment can read it.
    private static void Begin(StudioView view, StudioStart what)
    {
        if (view.Job.Cluster.Length == 0)
        {
            var environment = view.Request.Clusters.FirstOrDefault(c => c.Name == what.Cluster)?.Environment;
            view.Job.Cluster = view.Places.FirstOrDefault(c => c.Environment == environment)?.Name ?? "";
        }

        if (what is { Cluster: { Length: > 0 } cluster, Topic: { Length: > 0 } topic })
        {
            view.Job.Statements = $"SELECT *\nFROM {SqlName.Of(cluster)}.{SqlName.Of(topic)}\n";
        }
    }
}
