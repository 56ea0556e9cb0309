using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>What a job does with a record of a source that can't be decoded.</summary>
public sealed record DeserializationErrorsDto(
    [property: Description(
        "fail: the job fails, and restarts at the record. skip: the record is left out and written unchanged to the dead-letter topic. Only records of JSON topics can be skipped: those whose value isn't a JSON object. A field that doesn't fit its column is read as NULL then, or as what Flink makes of it."
    )]
        DeserializationErrorPolicy Policy = DeserializationErrorPolicy.Fail,
    [property:
        Description(
            "With skip: a managed topic without a schema as cluster.topic, on the cluster of the topics that the job reads. It is none of those that the job reads or writes."
        ),
        MaxLength(400)
    ]
        string? DeadLetterTopic = null
)
{
    public static DeserializationErrorsDto Of(DeserializationErrors errors) =>
        new(errors.Policy, errors.DeadLetterTopic);

    // The default is stored as nothing, so that a spec with it and one without are the same.
    public DeserializationErrors? ToErrors() =>
        Policy == DeserializationErrorPolicy.Fail && string.IsNullOrWhiteSpace(DeadLetterTopic)
            ? null
            : new(Policy, DeadLetterTopic?.Trim());
}
