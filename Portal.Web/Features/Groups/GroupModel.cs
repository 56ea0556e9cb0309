using System.Collections.Immutable;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Web.Live;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Groups;

/// <summary>A group with its past and what was changed around it.</summary>
/// <param name="Job">The job that reads as this group; null when none is known.</param>
public sealed record GroupShown(
    GroupRow Row,
    ChartSpan Span,
    Window Window,
    ImmutableArray<LagPoint> Past,
    IReadOnlyList<ResourceChange> Changes,
    JobRow? Job
)
{
    public GroupSnapshot Group => Row.Group;

    /// <summary>What differs from its spec of all that changes are looked for on, newest first.</summary>
    public IReadOnlyList<OpenDrift> Drifts { get; init; } = [];

    /// <summary>The job, while it runs: then it reads, though nobody is in the group.</summary>
    public JobRow? Reader => Job is { Run.State: JobRunState.Alive } ? Job : null;

    public DateTimeOffset? Onset => LagStory.Onset(Past);
}

/// <summary>One consumer group. Figures come from memory at every push; its past is read once a round of the collector.</summary>
public sealed class GroupModel(
    IClusterHealth health,
    GroupCatalogue catalogue,
    ManagedShelf managed,
    IHealthHistory history,
    ResourceChanges changes,
    OpenDrifts drifts,
    JobCatalogue jobs,
    TimeProvider time
) : PageModel<GroupShown>
{
    private const int MostChanges = 8;
    private (DateTimeOffset? Round, string Span)? _read;

    public async Task Load(string cluster, string name, ChartSpan span, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        if (catalogue.Find(cluster, name, await managed.All(stop)) is not { } row)
        {
            Show(NotSeen(cluster, name));
            return;
        }

        var shown = Value;
        if (shown is null || shown.Row.Key != row.Key || _read != (span.Round(row.Group.CycleAt), span.Key))
        {
            var now = time.GetUtcNow();
            var window = new Window(now - span.Length, now);
            shown = new GroupShown(
                row,
                span,
                window,
                await history.Lag(new LagOf(row.ClusterId, row.Group.Name), window, stop),
                [],
                null
            );
            _read = (span.Round(row.Group.CycleAt), span.Key);
        }

        Show(
            shown with
            {
                Row = row,
                Changes = await changes.Newest(row.DependsOn, MostChanges, stop),
                Drifts = await drifts.Newest(row.DependsOn, MostChanges, stop),
                Job = await jobs.ReadingAs(name, row.Environment, stop),
            }
        );
    }

    private ViewState<GroupShown>.NotFound NotSeen(string cluster, string name) =>
        health.Current.Values.FirstOrDefault(c => c.Name == cluster) switch
        {
            null => new($"No cluster {cluster}", "It isn't registered, or not any more."),
            { HasKafka: true, ListedAt: null } unread => new(
                $"{cluster} has not been read yet",
                $"Whether the consumer group {name} exists is unknown. {UnreadClusters.Why(unread)}"
            ),
            _ => new(
                $"No consumer group {name} on {cluster}",
                "It was never seen there, or Kafka has forgotten it: a group without members loses its offsets after a week."
            ),
        };
}
