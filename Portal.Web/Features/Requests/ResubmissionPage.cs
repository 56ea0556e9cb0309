using Microsoft.AspNetCore.Components;
using Portal.Core;

namespace Portal.Web.Features.Requests;

/// <summary>The form of a request that was sent back, with all of its resources.</summary>
[Route("/changes/{Id:long}/edit")]
public sealed class ResubmissionPage : RequestPage
{
    [Parameter]
    public long Id { get; set; }

    protected override RequestOf What => new RequestOf.Resubmission(new ChangeId(Id));
}
