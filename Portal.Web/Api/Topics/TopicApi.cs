using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Topics;

/// <summary>Topics as the API speaks them.</summary>
internal sealed class TopicApi : KindApi<TopicSpecDto, TopicSpec, TopicEvidenceDto, TopicEvidence>
{
    public override ResourceKind Kind => TopicKind.Word;

    public override void Map(RouteGroupBuilder v1) => TopicRoutes.Map(v1);

    protected override TopicSpecDto Show(TopicSpec spec) => TopicSpecDto.Of(spec);

    protected override TopicEvidenceDto Show(TopicEvidence seen) => TopicEvidenceDto.Of(seen);
}
