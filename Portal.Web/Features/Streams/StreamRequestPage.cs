using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Streams;

/// <summary>Where a topic is requested together with the schema of its messages, as one change.</summary>
[Route("/streams/new")]
public sealed class StreamRequestPage : KindRequestPage
{
    protected override ResourceKind Kind => TopicKind.Word;

    protected override bool IsStream => true;
}
