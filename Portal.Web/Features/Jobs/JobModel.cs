using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.History;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Sql;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Features.Requests;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>A job with everything its page shows.</summary>
/// <param name="Changes">Those about it, newest first.</param>
/// <param name="MayChange">This person may ask to change or cancel it.</param>
/// <param name="Run">Of the change that is at it now; null when none is.</param>
public sealed record JobView(JobDetails Job, IReadOnlyList<ChangeRow> Changes, bool MayChange, OpenRun? Run)
{
    public const int ChangesShown = 20;

    /// <summary>This person may pin its savepoints, and unpin them.</summary>
    public bool MayPin { get; init; }

    /// <summary>This person may have its savepoints deleted.</summary>
    public bool MayDeleteSavepoints { get; init; }

    /// <summary>Null on tabs that don't draw it, and of a job of which no run was seen.</summary>
    public JobChart? Chart { get; init; }

    /// <summary>How many changes there are about it; null when there may be more than are shown.</summary>
    public int? ChangeCount => Changes.Count < ChangesShown ? Changes.Count : null;

    public JobDefinition? Definition => Job.Definition;

    /// <summary>The topics that it names, once each; none where what it runs isn't known.</summary>
    public IReadOnlyList<JobTableName> Topics =>
        [.. (Definition?.Topics() ?? []).DistinctBy(topic => (topic.IsWritten, topic.Name))];
}

/// <summary>One job: its runs as last seen, what is wanted, its changes. No page view asks its Flink.</summary>
public sealed class JobModel(
    JobCatalogue jobs,
    ChangeList changes,
    OpenRuns runs,
    PageRequest requests,
    SavepointActs acts,
    JobHistory history,
    StoreWatch store,
    Me me,
    TimeProvider time
) : PageModel<JobView>
{
    private (string Cluster, string Name)? _requested;
    private string? _tab;
    private ChartSpan _span = ChartSpan.Of(null);

    public async Task Load(string cluster, string name, string? tab, ChartSpan span, CancellationToken stop)
    {
        (_requested, _tab, _span) = ((cluster, name), tab, span);
        if (await jobs.Get(cluster, name, stop) is not { } found)
        {
            Show(
                new ViewState<JobView>.NotFound(
                    $"There is no job {name} on {cluster}",
                    "It doesn't run on the cluster's Flink, or was not read yet."
                )
            );
            return;
        }

        var about = new ChangeFilter(Cluster: found.Flink.Id, Kind: JobKind.Word, Name: name);
        Show(
            new JobView(
                found,
                await changes.Page(about, null, JobView.ChangesShown, stop),
                requests.MayAsk(found.Owner, new(JobKind.Word, found.Flink.Id, name)),
                await runs.On(new(JobKind.Word, found.Flink.Id, name), stop)
            )
            {
                MayPin = me.May(new CallerAction.PinSavepoint(found.Owner)).Granted,
                MayDeleteSavepoints = me.May(new CallerAction.DeleteSavepoint(found.Owner)).Granted,
                Chart = tab is null ? await Draw(found, span, stop) : null,
            }
        );
    }

    private async Task<JobChart?> Draw(JobDetails job, ChartSpan span, CancellationToken stop)
    {
        if (job.Runs.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var window = JobChart.WindowOf(span, now - job.Runs.Min(run => run.FirstSeenAt), now);
        return new(span, window, await history.Of(job.Flink.Id, job.Row.Name, window, stop), job.Restarts);
    }

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public Task<Refusal?> Pin(long savepoint, string reason) =>
        Act(of => acts.Pin(me.Caller, of(savepoint), reason, CancellationToken.None));

    public async Task Unpin(long savepoint)
    {
        Refused = await Act(of => acts.Unpin(me.Caller, of(savepoint), CancellationToken.None));
        Say();
    }

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public Task<Refusal?> Delete(long savepoint) =>
        Act(of => acts.Delete(me.Caller, of(savepoint), CancellationToken.None));

    private async Task<Refusal?> Act(Func<Func<long, SavepointAddress>, Task<Outcome<long>>> act)
    {
        if (Value is not { Job.Row: var row })
        {
            return null;
        }

        var outcome = await store.Ask(() => act(id => new(row.Cluster, row.Name, id)));
        if (outcome is Outcome<long>.Refused(var why))
        {
            return why;
        }

        // The page may be another job's now.
        var (cluster, name) = _requested ?? (row.Cluster, row.Name);
        await store.Read(() => Load(cluster, name, _tab, _span, CancellationToken.None));
        return null;
    }

    /// <returns>The change that asks for it, or null when it was refused.</returns>
    public async Task<ChangeId?> AskToCancel(string typed, string reason)
    {
        if (Value is not { Job.Row: { Owner: { } owner } row })
        {
            return null;
        }

        var outcome = await requests.Delete((JobKind.Word, row.Cluster, row.Name), owner, typed, reason);
        Refused = (outcome as Outcome<ChangeId>.Refused)?.Why;
        Say();
        return (outcome as Outcome<ChangeId>.Done)?.Value;
    }
}
