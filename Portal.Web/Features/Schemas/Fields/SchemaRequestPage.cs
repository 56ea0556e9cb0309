using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Schemas.Fields;

/// <summary>Where a schema is requested, and a change to one.</summary>
[Route("/schemas/request")]
[Route("/schemas/{Cluster}/{Name}/change")]
public sealed class SchemaRequestPage : KindRequestPage
{
    protected override ResourceKind Kind => SchemaKind.Word;
}
