using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>When a job's state is stored.</summary>
public sealed record JobCheckpointsDto(
    [property: Description("Seconds. Exactly-once output is visible after the next one."), Range(1, 3_600)]
        int IntervalSeconds = 30,
    [property: Description(
        "How often a record counts in the job's state after a failure. Left out: as guarantee. at-least-once needs the guarantee at-least-once."
    )]
        CheckpointMode? Mode = null
);

/// <summary>How a job writes a topic.</summary>
public sealed record JobSinkDto(
    [property: Description("As the statements name it: cluster.topic."), Length(1, 400)] string Topic,
    [property: Description("The columns that become the record's key, separated by commas."), MaxLength(1_000)]
        string? Key = null,
    [property: Description("Each record replaces the one before with the same key.")] bool Upsert = false
)
{
    public static JobSinkDto Of(JobSink sink) =>
        new(sink.Table, sink.Key.IsEmpty ? null : string.Join(", ", sink.Key), sink.Upsert);

    public JobSink ToSink() => new(Topic, JobSink.Columns(Key), Upsert);
}
