using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>Jobs in the form of a request.</summary>
public sealed class JobKindForm(JobCatalogue jobs) : IKindForm
{
    public ResourceKind Kind => JobKind.Word;

    public (string Title, string Address) List => ("Jobs", Addresses.Jobs);

    public string Lede =>
        "Write what is to be computed; the tables are your topics. Flink checks the statements when the plan is computed.";

    public FormHints Hints { get; } =
        new(
            "e.g. payments-per-minute",
            "Also its consumer group and the prefix of its transactions.",
            "e.g. Payments of each minute by country, for the dashboards.",
            "What it computes, and for whom."
        );

    public ResourceForm Open(FormOrigin origin) => new JobForm(origin);

    /// <summary>The former version, where the change is to go back to it.</summary>
    public async Task<ResourceSpec> First(
        string cluster,
        string name,
        ResourceSpec now,
        string answers,
        CancellationToken stop
    ) =>
        answers.StartsWith(JobForm.Former, StringComparison.Ordinal)
        && (await jobs.Get(cluster, name, stop))?.WayBack is { } back
            ? back.Of((JobSpec)now)
            : now;

    public async Task<IReadOnlyList<RequestCluster>> Among(
        IReadOnlyList<RequestCluster> clusters,
        CancellationToken stop
    )
    {
        var flinks = (await jobs.Flinks(stop)).ToDictionary(
            flink => flink.Cluster,
            flink => flink.Gateway is not null,
            StringComparer.Ordinal
        );
        return
        [
            .. from cluster in clusters
            where flinks.ContainsKey(cluster.Name)
            // Most jobs are SQL.
            orderby flinks[cluster.Name] descending
            select cluster with
            {
                StartsSql = flinks[cluster.Name],
            },
        ];
    }

    public string NoCluster => "No cluster has a Flink yet. A platform engineer adds one to a cluster.";

    public string Note(RequestCluster cluster) =>
        cluster.StartsSql
            ? "Runs on this cluster's Flink."
            : "Runs on this cluster's Flink, which has no SQL Gateway: it takes JARs only.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<JobFields>(0);
            builder.AddComponentParameter(1, nameof(JobFields.Fields), fields);
            builder.CloseComponent();
        };
}
