using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Access.Fields;

/// <summary>Where access is requested, and a change to a grant.</summary>
[Route("/access/request")]
[Route("/access/{Cluster}/{Name}/change")]
public sealed class AccessRequestPage : KindRequestPage
{
    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "as")]
    public string? As { get; set; }

    [SupplyParameterFromQuery(Name = "mode")]
    public string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "pattern")]
    public string? Pattern { get; set; }

    [SupplyParameterFromQuery(Name = "until")]
    public string? Until { get; set; }

    protected override ResourceKind Kind => AccessKind.Word;

    protected override string? Answers =>
        Until is { Length: > 0 } ? $"until={Uri.EscapeDataString(Until)}"
        : To is null && As is null ? null
        : $"to={Uri.EscapeDataString(To ?? "")}&as={Uri.EscapeDataString(As ?? "")}&mode={Mode}&pattern={Pattern}";
}
