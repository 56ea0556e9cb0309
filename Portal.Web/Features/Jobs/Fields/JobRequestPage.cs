using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>Where a job is requested, and a change to one.</summary>
[Route("/jobs/request")]
[Route("/jobs/{Cluster}/{Name}/change")]
public sealed class JobRequestPage : KindRequestPage
{
    protected override ResourceKind Kind => JobKind.Word;
}
