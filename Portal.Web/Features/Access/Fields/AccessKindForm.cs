using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.Access.Fields;

/// <summary>Grants in the form of a request.</summary>
public sealed class AccessKindForm(IOptions<AccessOptions> options) : IKindForm
{
    public ResourceKind Kind => AccessKind.Word;

    public (string Title, string Address) List => ("Access", Addresses.Access);

    public string Lede =>
        "Name who needs what, and until when. The topic's owner approves; the ACLs are created then, and removed when it expires.";

    public FormHints Hints { get; } =
        new(
            "e.g. billing-reads-orders",
            "What this grant is called in the portal.",
            "e.g. Billing needs each order for the invoices.",
            "What the access is needed for: the owner decides by it."
        );

    public string OwnerNote => "The topic's owner approves, whichever team requests it.";

    public ResourceForm Open(FormOrigin origin) => new AccessForm(origin);

    public Task<IReadOnlyList<RequestCluster>> Among(IReadOnlyList<RequestCluster> clusters, CancellationToken stop) =>
        Task.FromResult(clusters);

    public string Note(RequestCluster cluster) => "ACLs of this cluster.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<AccessFields>(0);
            builder.AddComponentParameter(1, nameof(AccessFields.Fields), fields);
            builder.AddComponentParameter(2, nameof(AccessFields.DefaultDays), options.Value.DefaultDays);
            builder.CloseComponent();
        };
}
