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
    [property: Description("When these offsets were read; null when not known.")] DateTimeOffset? SeenAt,
    [property: Description(
        "Other managed jobs that write to the topic, as cluster/name. Where there are any, how many of its records are this job's isn't known."
    )]
        IReadOnlyList<string> SharedWith
)
{
    public static DeadLettersDto Of(DeadLetterCount count, IEnumerable<DeadLetterSharer> sharers) =>
        new(
            count.Cluster,
            count.Topic,
            count.AtMost,
            count.SeenAt,
            [.. sharers.Select(other => $"{other.Cluster}/{other.Name}")]
        );
}
