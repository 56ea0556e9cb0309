using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Web.Api.Documents;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Jobs;

/// <summary>What is wanted of a stream job.</summary>
public sealed partial record JobSpecDto(
    [property: Description("What it runs. What belongs to the other type is left out.")] JobType Type = JobType.Sql,
    [property:
        Description(
            "SQL: INSERT INTO cluster.topic SELECT … FROM cluster.topic, and temporary views. Left out for a JAR."
        ),
        MaxLength(64 * 1024)
    ]
        string? Statements = null,
    [property: Description("The JAR by its SHA-256 in hexadecimal digits, as its upload gave it."), MaxLength(64)]
        string? Artifact = null,
    [property:
        Description(
            "JARs that the program finds on its class path behind its own, in this order, each by its SHA-256 as its upload gave it. With the JAR they have at most the size that one may have."
        ),
        MaxLength(ProgramJars.MostDependencies),
        EachLength(64)
    ]
        IReadOnlyList<string>? Dependencies = null,
    [property: Description("Left out: the class that the JAR's manifest names."), MaxLength(300)]
        string? EntryClass = null,
    [property:
        Description(
            "What main() gets. Everybody who is signed in sees them. At each start `${topic:cluster.topic}` becomes the name of a topic that is in reads or writes, `${guarantee}` becomes exactly-once or at-least-once, and `${group:name}` that name; a rehearsal has others, and needs all three. A literal `${` is written `$${`."
        ),
        MaxLength(100),
        EachLength(4_000)
    ]
        IReadOnlyList<string>? Arguments = null,
    [property: Description("What main() gets behind them, each as `--name value`."), MaxLength(100)]
        IReadOnlyList<SecretArgumentDto>? SecretArguments = null,
    [property: Description("The topics that a JAR reads, each as cluster.topic."), MaxLength(100), EachLength(400)]
        IReadOnlyList<string>? Reads = null,
    [property: Description("Parallel subtasks, each needs a slot."), Range(1, 1_024)] int Parallelism = 1,
    JobCheckpointsDto? Checkpoints = null,
    [property: Description("How often a record counts after a failure.")]
        JobGuarantee Guarantee = JobGuarantee.ExactlyOnce,
    [property: Description("Where topics are read from when it starts without state.")]
        JobStartAt StartAt = JobStartAt.Earliest,
    [property: Description(
        "What a new version starts from: the savepoint that the one before is stopped with, its newest checkpoint, or nothing."
    )]
        JobUpgradeMode UpgradeMode = JobUpgradeMode.Savepoint,
    [property: Description("A job is cancelled by deleting it: by a change with the operation delete.")]
        JobDesired State = JobDesired.Running,
    [property:
        Description("Of SQL, the topics whose records get a key; of a JAR, all topics that it writes."),
        MaxLength(100)
    ]
        IReadOnlyList<JobSinkDto>? Writes = null,
    Tier Tier = Tier.Standard,
    [property: MaxLength(2_000)] string Description = "",
    [property: Description(
        "Whether a new version is rehearsed beside the running one, on scratch topics, before that is stopped. Null: where the job is critical and exactly-once."
    )]
        bool? Rehearsal = null,
    [property:
        Description(
            "The id of a savepoint of the job, as its savepoints are listed: this change starts the job from it, whatever upgradeMode is. What the job wrote since is written again. Of a new job: the id of another job's savepoint, with a copy of which it starts; it has to write at least once. It isn't kept: null in what is wanted of a job."
        ),
        Range(1, long.MaxValue)
    ]
        long? RestoreFrom = null,
    [property: Description(
        "What happens at a record of a source that can't be decoded. Left out: the job fails at it."
    )]
        DeserializationErrorsDto? DeserializationErrors = null,
    [property: Description(
        "This change stops the job with a savepoint and starts it from there with tables of the newest schema versions, though nothing else differs. It isn't kept: false in what is wanted of a job."
    )]
        bool NewestSchemas = false,
    [property: Description("This change takes a savepoint while the job goes on, and nothing else. It isn't kept.")]
        bool TakeSavepoint = false,
    [property: Description("How it is started again after a failure. Left out: as its Flink has it for all jobs.")]
        JobRestartDto? Restart = null,
    [property:
        Description(
            "Of SQL: the seconds after which state is forgotten that nothing writes to. Left out: it is kept for good."
        ),
        Range(1, 31_622_400)
    ]
        int? StateTtlSeconds = null,
    [property:
        Description(
            "Of SQL, topics that are read otherwise than all are: their event time, how late rows may be, their keys. Left out: a row's event time is its record's timestamp, and keys aren't read."
        ),
        MaxLength(100)
    ]
        IReadOnlyList<JobSourceDto>? Sources = null
) : ISpecDto<JobSpec>
{
    public static JobSpecDto Of(JobSpec spec) =>
        new(
            spec.Definition.Program is null ? JobType.Sql : JobType.Jar,
            spec.Definition.Program is null ? spec.Definition.Statements : null,
            spec.Definition.Program?.Artifact,
            spec.Definition.Program?.Jars.Dependencies,
            spec.Definition.Program?.EntryClass,
            spec.Definition.Program?.Arguments,
            spec.Definition.Program?.Secrets.Select(SecretArgumentDto.Of).ToList(),
            spec.Definition.Program?.Reads,
            spec.Definition.Parallelism,
            new(spec.Definition.CheckpointSeconds, spec.Definition.CheckpointMode),
            spec.Definition.Guarantee,
            spec.Definition.StartAt,
            spec.UpgradeMode,
            spec.State,
            [.. spec.Definition.Writes.Select(JobSinkDto.Of)],
            spec.Tier,
            spec.Description,
            spec.Rehearsal,
            spec.RestoreFrom,
            spec.Definition.Errors is { } errors ? DeserializationErrorsDto.Of(errors) : null,
            spec.NewestSchemas,
            spec.TakeSavepoint,
            spec.Definition.Restart is { } restart ? JobRestartDto.Of(restart) : null,
            spec.Definition.StateTtlSeconds,
            spec.Definition.Sources?.Select(JobSourceDto.Of).ToList()
        );
}
