using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Jobs;

/// <summary>What is wanted of a stream job.</summary>
public sealed record JobSpecDto(
    [property:
        Description("SQL: INSERT INTO cluster.topic SELECT … FROM cluster.topic, and temporary views."),
        Length(1, 64 * 1024)
    ]
        string Statements,
    [property: Description("Parallel subtasks, each needs a slot."), Range(1, 1_024)] int Parallelism = 1,
    JobCheckpointsDto? Checkpoints = null,
    [property: Description("How often a record counts after a failure.")]
        JobGuarantee Guarantee = JobGuarantee.ExactlyOnce,
    [property: Description("Where topics are read from when it starts without state.")]
        JobStartAt StartAt = JobStartAt.Earliest,
    [property: Description("What a new version starts from.")] JobUpgradeMode UpgradeMode = JobUpgradeMode.Savepoint,
    JobDesired State = JobDesired.Running,
    [property: Description("Topics whose records get a key."), MaxLength(50)] IReadOnlyList<JobSinkDto>? Writes = null,
    Tier Tier = Tier.Standard,
    [property: MaxLength(2_000)] string Description = "",
    [property: Description(
        "Whether a new version is rehearsed beside the running one, on scratch topics, before that is stopped. Null: where the job is critical and exactly-once."
    )]
        bool? Rehearsal = null
) : ISpecDto<JobSpec>
{
    public static JobSpecDto Of(JobSpec spec) =>
        new(
            spec.Definition.Statements,
            spec.Definition.Parallelism,
            new(spec.Definition.CheckpointSeconds),
            spec.Definition.Guarantee,
            spec.Definition.StartAt,
            spec.UpgradeMode,
            spec.State,
            [.. spec.Definition.Writes.Select(JobSinkDto.Of)],
            spec.Tier,
            spec.Description,
            spec.Rehearsal
        );

    public JobSpec ToSpec(string owner) =>
        new(
            new(
                Statements,
                Parallelism,
                (Checkpoints ?? new()).IntervalSeconds,
                Guarantee,
                StartAt,
                [
                    .. (Writes ?? []).Select(w =>
                        w?.ToSink() ?? throw new JsonException("An entry of writes is null; leave it out.")
                    ),
                ]
            ),
            UpgradeMode,
            State,
            owner,
            Tier,
            Description,
            Rehearsal
        );
}

/// <summary>When a job's state is stored.</summary>
public sealed record JobCheckpointsDto(
    [property: Description("Seconds. Exactly-once output is visible after the next one."), Range(1, 3_600)]
        int IntervalSeconds = 30
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
