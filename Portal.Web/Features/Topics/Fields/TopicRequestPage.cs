using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Topics.Fields;

/// <summary>Where a topic is requested, and a change to one.</summary>
[Route("/topics/request")]
[Route("/topics/{Cluster}/{Name}/change")]
public sealed class TopicRequestPage : KindRequestPage
{
    protected override ResourceKind Kind => TopicKind.Word;
}
