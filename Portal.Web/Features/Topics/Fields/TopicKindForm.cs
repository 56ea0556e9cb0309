using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.Topics.Fields;

/// <summary>Topics in the form of a request.</summary>
public sealed class TopicKindForm : IKindForm
{
    public ResourceKind Kind => TopicKind.Word;

    public (string Title, string Address) List => ("Topics", Addresses.Topics);

    public string Lede => "Describe what you need; partitions, replication and retention are derived from it.";

    public FormHints Hints { get; } =
        new(
            "e.g. payments.chargebacks",
            "Domain first, then the event: e.g. payments.chargebacks",
            "e.g. A chargeback, from claim to decision. Keyed by payment id.",
            "When events are written, and by which key."
        );

    public ResourceForm Open(FormOrigin origin) => new TopicForm(origin);

    public Task<IReadOnlyList<RequestCluster>> Among(IReadOnlyList<RequestCluster> clusters, CancellationToken stop) =>
        Task.FromResult(clusters);

    public string Note(RequestCluster cluster) =>
        cluster.Brokers is { } brokers
            ? Quantity.Of(brokers, "broker", "brokers")
            : "number of brokers not measured yet";

    public RenderFragment Before(ResourceFields fields) =>
        builder =>
        {
            if (fields.Form.Current is null && !fields.Form.IsSettled)
            {
                builder.OpenComponent<TopicPreset>(0);
                builder.AddComponentParameter(1, nameof(TopicPreset.Fields), fields);
                builder.CloseComponent();
            }
        };

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<TopicFields>(0);
            builder.AddComponentParameter(1, nameof(TopicFields.Fields), fields);
            builder.CloseComponent();
        };
}
