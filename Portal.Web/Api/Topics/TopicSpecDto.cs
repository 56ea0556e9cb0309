using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Topics;

/// <param name="Configs">Settings as Kafka spells them; what is left out keeps the broker's default.</param>
public sealed record TopicSpecDto(
    [property: Range(1, 1_000)] int Partitions,
    [property: Range(1, 10)] int Replication,
    [property: Description("Settings as Kafka spells them; what is left out keeps the broker's default.")]
        IReadOnlyDictionary<string, string>? Configs = null,
    Tier Tier = Tier.Standard,
    [property: MaxLength(2_000)] string Description = ""
) : ISpecDto<TopicSpec>
{
    public static TopicSpecDto Of(TopicSpec spec) =>
        new(spec.Partitions, spec.Replication, spec.Configs, spec.Tier, spec.Description);

    public TopicSpec ToSpec(string owner) =>
        new(
            Partitions,
            Replication,
            (Configs ?? TopicSpec.NoConfigs).ToImmutableSortedDictionary(
                setting => setting.Key,
                setting =>
                    setting.Value ?? throw new JsonException($"The setting {setting.Key} is null; leave it out."),
                StringComparer.Ordinal
            ),
            owner,
            Tier,
            Description
        );
}
