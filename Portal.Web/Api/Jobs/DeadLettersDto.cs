using System.ComponentModel;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>The records that a job has skipped because it can't decode them.</summary>
public sealed record DeadLettersDto(
    string Cluster,
    string Topic,
    [property: Description(
        "How many records the topic has had at most: its end offsets added up, in which the commit of a transaction counts as one. Null when not known."
    )]
        long? AtMost,
    [property: Description("When these offsets were read; null when not known.")] DateTimeOffset? SeenAt
)
{
    public static DeadLettersDto Of(DeadLetterCount count) =>
        new(count.Cluster, count.Topic, count.AtMost, count.SeenAt);
}
