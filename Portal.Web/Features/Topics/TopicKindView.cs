using Microsoft.AspNetCore.Components;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Core.Wording;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Parts;

namespace Portal.Web.Features.Topics;

/// <summary>Topics as pages show them beside other kinds.</summary>
public sealed class TopicKindView : IKindView, IKindPlace
{
    public ResourceKind Kind => TopicKind.Word;

    public string Noun => "topic";

    public Place Place => new("Topics", Addresses.Topics, Glyph.Topic, "t");

    public string Address(string cluster, string name) => Addresses.Topic(cluster, name);

    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) =>
        builder =>
        {
            builder.OpenComponent<TopicEvidenceNote>(0);
            builder.AddComponentParameter(1, nameof(TopicEvidenceNote.Seen), (TopicEvidence)seen);
            builder.AddComponentParameter(2, nameof(TopicEvidenceNote.Cluster), cluster);
            builder.CloseComponent();
        };

    public IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen) =>
        TopicPlanLines.Of(step, subject, (TopicEvidence?)seen);

    public string? More(Step step) =>
        step is CreateTopic create
            ? string.Join(
                ", ",
                create
                    .Configs.Select(config => $"{config.Name} {Setting.InWords(config.Name, config.After ?? "").Words}")
                    .Prepend(Quantity.Of(create.Replication, "replica", "replicas"))
            )
            : null;
}
