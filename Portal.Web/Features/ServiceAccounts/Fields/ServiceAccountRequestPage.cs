using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.ServiceAccounts.Fields;

/// <summary>Where a service account is requested, and a change to one.</summary>
[Route("/service-accounts/request")]
[Route("/service-accounts/{Cluster}/{Name}/change")]
public sealed class ServiceAccountRequestPage : KindRequestPage
{
    protected override ResourceKind Kind => ServiceAccountKind.Word;
}
