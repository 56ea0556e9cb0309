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
        var flinks = (await jobs.Flinks(stop))
            .Where(f => f.Gateway is not null)
            .Select(f => f.Cluster)
            .ToHashSet(StringComparer.Ordinal);
        return [.. clusters.Where(cluster => flinks.Contains(cluster.Name))];
    }

    public string NoCluster =>
        "No cluster has a Flink with a SQL Gateway yet. A platform engineer adds one to a cluster.";

    public string Note(RequestCluster cluster) => "Runs on this cluster's Flink.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<JobFields>(0);
            builder.AddComponentParameter(1, nameof(JobFields.Fields), fields);
            builder.CloseComponent();
        };
}
