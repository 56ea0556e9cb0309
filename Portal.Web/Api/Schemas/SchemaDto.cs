using System.ComponentModel;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Api.Topics;

namespace Portal.Web.Api.Schemas;

/// <summary>A subject as lists show it: as it was last seen, and who owns it.</summary>
public sealed record SchemaRowDto(
    string Cluster,
    string Environment,
    string Subject,
    SchemaType? Type,
    [property: Description("Its newest version; null until it was seen.")] int? Version,
    [property: Description("The newest version's id in the registry.")] int? SchemaId,
    [property: Description("The level it sets itself; null: the registry's applies, or its context's.")]
        CompatibilityLevel? Compatibility,
    [property: Description("The owning team's name; null for what the portal doesn't manage.")] string? Owner,
    bool IsManaged,
    [property: Description("How many fields differ from what is wanted.")] int Drifts,
    [property: Description("When it was last read; null until it was seen.")] DateTimeOffset? SeenAt,
    [property: Description(
        "The path of the first field that has what `q` looks for; null where the subject's name has it, and without `q`."
    )]
        string? MatchedField
)
{
    /// <param name="field">The one that was found; null: none was looked for.</param>
    public static SchemaRowDto Of(SchemaRow row, string? field = null) =>
        new(
            row.Cluster,
            row.Environment,
            row.Subject,
            row.Type,
            row.Version?.Version,
            row.Version?.Id,
            row.Level,
            row.Owner,
            row.Owner is not null,
            row.Drifts,
            row.SeenAt,
            field
        );
}

/// <summary>A subject whole.</summary>
public sealed record SchemaDto(
    SchemaRowDto Schema,
    [property: Description("What is wanted of it, where the portal manages it.")] SchemaSpecDto? Wanted,
    [property: Description("Its labels by key; none for what the portal doesn't manage.")]
        IReadOnlyDictionary<string, string> Labels,
    [property: Description(
        "The level where the subject sets none; null when it isn't known, as in a context of the registry."
    )]
        CompatibilityLevel? RegistryCompatibility,
    [property: Description("Newest first; deleted ones too.")] IReadOnlyList<SchemaVersionDto> Versions,
    IReadOnlyList<DriftDto> Drifts,
    [property: Description(
        "When the registry was last read; null: not yet. What it left out then has an older `seenAt`."
    )]
        DateTimeOffset? RegistryReadAt,
    [property: Description("Why the newest reading failed, or left subjects out; null when it did neither.")]
        string? RegistryFailure,
    [property: Description("Its ids in the newest records of topics that were sampled, those in most records first.")]
        IReadOnlyList<CarriedIdDto> InRecords
)
{
    public static SchemaDto Of(SchemaDetails found, SubjectUse use) =>
        new(
            SchemaRowDto.Of(found.Row),
            found.Wanted is { } wanted ? SchemaSpecDto.Of(wanted) : null,
            (found.Wanted?.Labels ?? default).Values,
            found.Registry.DefaultLevelOf(found.Row.Subject),
            [.. found.Versions.Select(SchemaVersionDto.Of)],
            [.. found.Drifts.Select(d => new DriftDto(d.Field, d.Wanted, d.Live, d.FirstSeenAt))],
            found.Registry.ReadAt,
            found.Registry.Failure ?? found.Registry.Unread,
            [.. (use.InRecords?.Found ?? []).Select(CarriedIdDto.Of)]
        );
}

/// <summary>An id that a topic's newest records carry.</summary>
public sealed record CarriedIdDto(
    string Topic,
    [property: Description("What of the records carries it.")] RecordPart Part,
    int SchemaId,
    [property: Description("How many of the records that were looked at carry it.")] int Records,
    [property: Description("How many were looked at.")] int Sample,
    [property: Description("The subject's newest version of that id.")] int? Version,
    [property: Description("Bytes of the records that carry it, unpacked.")] long? Bytes,
    [property: Description("The timestamp of the newest one that carries it.")] DateTimeOffset? NewestAt,
    [property: Description("When they were looked at.")] DateTimeOffset TakenAt,
    [property: Description(
        "The cluster of the topic, where it is another one that has the same registry; null: the subject's."
    )]
        string? Cluster
)
{
    public static CarriedIdDto Of(CarriedId carried) =>
        new(
            carried.Topic,
            carried.Part,
            carried.Id,
            carried.Records,
            carried.Of,
            carried.Version,
            carried.Bytes,
            carried.NewestAt,
            carried.TakenAt,
            carried.Cluster
        );
}

public sealed record SchemaVersionDto(
    int Version,
    int SchemaId,
    SchemaType Type,
    string Schema,
    IReadOnlyList<SchemaReferenceDto> References,
    DateTimeOffset FirstSeenAt,
    [property: Description("When it was seen to be deleted; null while it is there.")] DateTimeOffset? GoneAt
)
{
    public static SchemaVersionDto Of(SeenSchema seen) =>
        new(
            seen.Version,
            seen.SchemaId,
            seen.Type,
            seen.Text,
            [.. seen.Refs.Select(SchemaReferenceDto.Of)],
            seen.FirstSeenAt,
            seen.GoneAt
        );
}
