using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;

namespace Portal.Web.Features.ServiceAccounts.Fields;

/// <summary>Accounts in the form of a request.</summary>
public sealed class ServiceAccountKindForm : IKindForm
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public (string Title, string Address) List => ("Service accounts", Addresses.ServiceAccounts);

    public string Lede =>
        "A password is generated when the change is applied, and shown once, to you. Clients with a certificate need none.";

    public FormHints Hints { get; } =
        new(
            "e.g. billing",
            "What clients sign in as, or their certificate’s subject; ACLs name it User: and this.",
            "e.g. The billing service, three instances.",
            "Which program signs in with it."
        );

    public ResourceForm Open(FormOrigin origin) => new ServiceAccountForm(origin);

    public Task<IReadOnlyList<RequestCluster>> Among(IReadOnlyList<RequestCluster> clusters, CancellationToken stop) =>
        Task.FromResult(clusters);

    public string Note(RequestCluster cluster) => "Clients sign in to this cluster with it.";

    public RenderFragment After(ResourceFields fields) =>
        builder =>
        {
            builder.OpenComponent<ServiceAccountFields>(0);
            builder.AddComponentParameter(1, nameof(ServiceAccountFields.Fields), fields);
            builder.CloseComponent();
        };
}
