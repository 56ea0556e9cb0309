using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Pages;

namespace Portal.Web.Features.Clusters;

/// <summary>A cluster, and what letting go of it would mean.</summary>
/// <param name="Managed">How many of each kind the portal manages there; they would stay as they are.</param>
/// <param name="OpenChanges">Changes that would be cancelled.</param>
/// <param name="Flink">The newest test of its Flink; null without one, or before it was tested.</param>
public sealed record ClusterShown(
    ClusterRow Row,
    bool MayManage,
    IReadOnlyDictionary<ResourceKind, int> Managed,
    int OpenChanges,
    FlinkTest? Flink
)
{
    /// <summary>Of a cluster without Kafka: the jobs of its Flink.</summary>
    public IReadOnlyList<JobRow> FlinkJobs { get; init; } = [];

    /// <summary>Managed jobs on Flinks of other clusters that use its topics; 0 until they are counted.</summary>
    public int JobsElsewhere { get; init; }

    public int Topics => Managed.GetValueOrDefault(TopicKind.Word);

    public int Schemas => Managed.GetValueOrDefault(SchemaKind.Word);

    public int Jobs => Managed.GetValueOrDefault(JobKind.Word);

    public int Grants => Managed.GetValueOrDefault(AccessKind.Word);

    public int Accounts => Managed.GetValueOrDefault(AccessKind.Account);
}

public sealed class ClusterModel(
    ClusterCatalogue clusters,
    ClusterDeregistration deregistration,
    ChangeList changes,
    IClusterHealth health,
    FlinkTests flinks,
    JobShelf jobs,
    StoreWatch store,
    Me me
) : PageModel<ClusterShown>
{
    private static readonly ChangeState[] Open = [.. Enum.GetValues<ChangeState>().Where(state => !state.IsEnd())];

    public async Task Load(string name, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        if (await clusters.Find(name, stop) is not { } row)
        {
            Show(new ViewState<ClusterShown>.NotFound($"No cluster {name}", "It isn't registered, or not any more."));
            return;
        }

        var left = await deregistration.LeftBehind(row.Cluster.Id, stop);
        var open = await changes.Count(new ChangeFilter(Open, Cluster: row.Cluster.Id), stop);
        var flink = row.Cluster.Endpoints.Exists(e => e.Kind == EndpointKind.Flink)
            ? await flinks.Of(row.Cluster.Id, stop)
            : null;
        Show(
            new ClusterShown(row, me.May(new CallerAction.ManageClusters()).Granted, left, open, flink)
            {
                FlinkJobs = row.Cluster.Kafka is null ? await JobsOn(row.Cluster, stop) : [],
                JobsElsewhere =
                    Value is { } before && before.Row.Cluster.Id == row.Cluster.Id ? before.JobsElsewhere : 0,
            }
        );
    }

    private async Task<IReadOnlyList<JobRow>> JobsOn(Cluster cluster, CancellationToken stop) =>
        [.. (await jobs.All(isOpening: Value is null, stop)).All.Where(job => job.Cluster == cluster.Name)];

    /// <summary>Counts the jobs elsewhere as the dialog opens: that reads every job's spec, too much for each live refresh.</summary>
    /// <returns>False: the store didn't answer.</returns>
    public Task<bool> CountElsewhere() =>
        store.Read(async () =>
        {
            if (Value is not { Row.Cluster: { Kafka: not null } cluster })
            {
                return;
            }

            var found = await deregistration.JobsElsewhere(cluster.Id, CancellationToken.None);
            // It may have been refreshed meanwhile, or be another cluster's.
            if (Value is { } shown && shown.Row.Cluster.Id == cluster.Id)
            {
                Show(shown with { JobsElsewhere = found });
            }
        });

    /// <summary>True when it is deregistered.</summary>
    public async Task<bool> Deregister()
    {
        if (Value is not { } shown)
        {
            return false;
        }

        Refused = await store.Ask(() =>
            deregistration.Deregister(me.Caller, shown.Row.Cluster.Id, CancellationToken.None)
        )
            is Outcome<ClusterId>.Refused(var why)
            ? why
            : null;
        Say();
        return Refused is null;
    }
}
