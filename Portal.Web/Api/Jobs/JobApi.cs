using System.ComponentModel;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Jobs;

/// <summary>Stream jobs as the API speaks them.</summary>
internal sealed class JobApi : KindApi<JobSpecDto, JobSpec, JobEvidenceDto, JobEvidence>
{
    public override ResourceKind Kind => JobKind.Word;

    public override void Map(RouteGroupBuilder v1)
    {
        JobRoutes.Map(v1);
        SavepointRoutes.Map(v1);
        FlinkRoutes.Map(v1);
        JobKafkaRoutes.Map(v1);
        JobRegistryRoutes.Map(v1);
        ExplainRoutes.Map(v1);
        PreviewRoutes.Map(v1);
        ArtifactRoutes.Map(v1);
    }

    public override ResourceSpec Read(JsonElement spec, string owner, JsonSerializerOptions json)
    {
        try
        {
            return base.Read(spec, owner, json);
        }
        // Half of a character is no text: there the filter is false, and what was wrong with the whole stays.
        catch (JsonException wrong) when (IsCancelled(spec))
        {
            throw new JsonException(
                "its state is running or suspended. To cancel a job, delete it: a change with the operation delete.",
                wrong
            );
        }
    }

    private static bool IsCancelled(JsonElement spec) =>
        spec.ValueKind == JsonValueKind.Object
        && spec.TryGetProperty("state", out var state)
        && state.ValueKind == JsonValueKind.String
        && state.GetString() is "cancelled" or "canceled";

    protected override JobSpecDto Show(JobSpec spec) => JobSpecDto.Of(spec);

    protected override JobEvidenceDto Show(JobEvidence seen) =>
        new(
            [.. seen.Tables.Select(t => new JobTableDto(t.Name, t.IsWritten, t.Schema, t.Ddl, t.Problem))],
            seen.Slots,
            seen.AllSlots,
            seen.Running?.StateBytes,
            seen.Running?.CheckpointAt,
            seen.Running?.RecordsSince,
            seen.Running?.Behind,
            seen.Running?.LastStart?.TotalSeconds,
            seen.MaxParallelism,
            [.. seen.Artifacts.Select(JobArtifactDto.Of)],
            [.. seen.Schemas.Select(JobSchemaMoveDto.Of)],
            seen.Restore is { } restore ? JobRestoreDto.Of(restore) : null,
            seen.VersionChange is { } change ? new(change.Former, change.Now, change.Since) : null
        );
}

/// <summary>What surrounded a job when the plan was computed.</summary>
public sealed record JobEvidenceDto(
    [property: Description("The topics it names, as the tables it runs with.")] IReadOnlyList<JobTableDto> Tables,
    [property: Description("Free slots of its Flink; null when not known.")] int? FreeSlots,
    [property: Description("All slots of its Flink; null when not known.")] int? Slots,
    [property: Description("The size of the running job's last checkpoint; null when there is none.")] long? StateBytes,
    [property: Description("When that was triggered; null when there is none.")] DateTimeOffset? CheckpointAt,
    [property: Description("Records that came into the topics that it reads since then; null when not known.")]
        long? RecordsSince,
    [property: Description(
        "Records that its sources knew of and hadn't read; null when nothing is stopped, and when not known."
    )]
        long? RecordsBehind,
    [property: Description(
        "Seconds from the running job's newest start or restart until all of its subtasks ran, their state restored; null when nothing is started anew, and when not known."
    )]
        double? LastStartSeconds,
    [property: Description(
        "The parts that its state is split into: it can't be restored into more subtasks. Null when it starts from none, and when not known."
    )]
        int? MaxParallelism,
    [property: Description("The JAR that would run, and the one before; none for SQL.")]
        IReadOnlyList<JobArtifactDto> Artifacts,
    [property: Description(
        "Its tables whose schema version differs from the one that runs; none where that isn't known."
    )]
        IReadOnlyList<JobSchemaMoveDto> Schemas,
    [property: Description("What surrounds a start from a savepoint that the request names; null when it names none.")]
        JobRestoreDto? Restore,
    [property: Description(
        "Of its Flink since the state was written that it starts from; null where that version runs."
    )]
        FlinkVersionChangeDto? FlinkVersionChange
);

/// <summary>Another version of Flink answers at the address of a cluster's Flink than before.</summary>
public sealed record FlinkVersionChangeDto(
    [property: Description("2.2.0, as it reported itself.")] string From,
    string To,
    [property: Description("When the later one was first seen.")] DateTimeOffset Since
);

/// <summary>A start from a savepoint of the catalogue, when the plan was computed.</summary>
public sealed record JobRestoreDto(
    [property: Description("The savepoint's number in the job's catalogue.")] long Savepoint,
    [property: Description("Whether it lies in its folder; null where the folder can't be looked into.")] bool? IsThere,
    [property: Description("Records that came into its topics since it was taken, at most; null when not known.")]
        long? RecordsSince,
    [property: Description("Of its topics, those that have kept no record of the time before it.")]
        IReadOnlyList<string> TopicsCut,
    [property: Description("What becomes of its state, in words; null when its query is the same, or not known.")]
        string? StateChange
)
{
    public static JobRestoreDto Of(RestoreEvidence restore) =>
        new(restore.Number, restore.IsThere, restore.Records, restore.WithoutEarlier, restore.StateChange);
}

/// <summary>A topic as a table of one job.</summary>
public sealed record JobTableDto(
    [property: Description("As the statements name it: cluster.topic.")] string Name,
    bool IsWritten,
    [property: Description("The subject and version its columns come from; null when the topic has no schema.")]
        string? Schema,
    [property: Description("The generated CREATE TABLE, without what it signs in with; null when there is none.")]
        string? Ddl,
    [property: Description("Why there is none; null when there is one.")] string? Problem
);
