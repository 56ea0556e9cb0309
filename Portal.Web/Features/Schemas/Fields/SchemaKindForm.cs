using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.Schemas.Fields;

/// <summary>Schemas in the form of a request.</summary>
public sealed class SchemaKindForm(SchemaCatalogue schemas) : IKindForm
{
    public ResourceKind Kind => SchemaKind.Word;

    public (string Title, string Address) List => ("Schemas", Addresses.Schemas);

    public string Lede =>
        "Paste the schema; the registry checks it against the versions it has when the plan is computed.";

    public FormHints Hints { get; } =
        new(
            "e.g. payments.chargebacks-value",
            "The subject. For the values of the topic orders it is orders-value.",
            "e.g. A chargeback as it is written to payments.chargebacks.",
            "What one message stands for."
        )
        {
            NameTitle = "Subject",
        };

    /// <summary>By the topic name strategy, which clients follow unless they are set otherwise, and by the topic record name strategy.</summary>
    public IReadOnlyList<Companion> Companions { get; } =
    [
        new(SchemaKind.Word, TopicKind.Word, "Value schema", "-value"),
        new(SchemaKind.Word, TopicKind.Word, "Key schema", "-key"),
        new(
            SchemaKind.Word,
            TopicKind.Word,
            "Schema named by its record",
            SchemaForm.BeforeRecord,
            IsOneOfSeveral: true
        ),
    ];

    public ResourceForm Open(FormOrigin origin) => new SchemaForm(origin);

    public async Task<IReadOnlyList<RequestCluster>> Among(
        IReadOnlyList<RequestCluster> clusters,
        CancellationToken stop
    )
    {
        var registries = (await schemas.Registries(stop)).Select(r => r.Cluster).ToHashSet(StringComparer.Ordinal);
        return [.. clusters.Where(cluster => registries.Contains(cluster.Name))];
    }

    public string NoCluster =>
        "No cluster has a schema registry yet. A platform engineer adds one on the cluster's page.";

    public string Note(RequestCluster cluster) => "Registered in this cluster's schema registry.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<SchemaFields>(0);
            builder.AddComponentParameter(1, nameof(SchemaFields.Fields), fields);
            builder.CloseComponent();
        };
}
