using Microsoft.AspNetCore.Components;
using Portal.Core;

namespace Portal.Web.Features.Requests;

/// <summary>The form of a new request that begins as another was.</summary>
[Route("/changes/{Id:long}/another")]
public sealed class CopyPage : RequestPage
{
    [Parameter]
    public long Id { get; set; }

    protected override RequestOf What => new RequestOf.Copy(new ChangeId(Id));
}
