using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Schemas;

/// <summary>What is wanted of a subject of a cluster's schema registry.</summary>
public sealed record SchemaSpecDto(
    SchemaType Type,
    [property: Description("The newest version's text, as it is registered."), Length(1, 128 * 1024)] string Schema,
    [property: Description("Other subjects' versions that the text builds on."), MaxLength(50)]
        IReadOnlyList<SchemaReferenceDto>? References = null,
    [property: Description("The subject's own level; left out: it stays as it is.")]
        CompatibilityLevel? Compatibility = null,
    [property: MaxLength(2_000)] string Description = "",
    [property:
        Description("Versions that are not to be there. One that was deleted doesn't come back under its number."),
        MaxLength(1_000)
    ]
        IReadOnlyList<VersionDeletionDto>? DeletedVersions = null
) : ISpecDto<SchemaSpec>
{
    public static SchemaSpecDto Of(SchemaSpec spec) =>
        new(
            spec.Type,
            spec.Schema,
            [.. spec.References.Select(SchemaReferenceDto.Of)],
            spec.Compatibility,
            spec.Description,
            spec.DeletedVersions.IsEmpty ? null : [.. spec.DeletedVersions.Select(VersionDeletionDto.Of)]
        );

    public SchemaSpec ToSpec(string owner) =>
        new(
            Type,
            Schema,
            [
                .. (References ?? []).Select(r =>
                    r?.ToReference() ?? throw new System.Text.Json.JsonException("A reference is null; leave it out.")
                ),
            ],
            Compatibility,
            owner,
            Description
        )
        {
            DeletedVersions =
            [
                .. (DeletedVersions ?? []).Select(d =>
                    d?.ToDeletion() ?? throw new System.Text.Json.JsonException("A version is null; leave it out.")
                ),
            ],
        };
}

public sealed record VersionDeletionDto(
    [property: Range(1, int.MaxValue)] int Version,
    [property: Description("It no longer answers by its id either. False: it is deleted softly.")]
        bool Permanent = false
)
{
    public static VersionDeletionDto Of(VersionDeletion deletion) => new(deletion.Version, deletion.IsPermanent);

    public VersionDeletion ToDeletion() => new(Version, Permanent);
}

public sealed record SchemaReferenceDto(
    [property: Description("What the schema calls it: a type's full name, or an import's path."), Length(1, 1_000)]
        string Name,
    [property: Length(1, 255)] string Subject,
    [property: Range(1, int.MaxValue)] int Version
)
{
    public static SchemaReferenceDto Of(SchemaReference reference) =>
        new(reference.Name, reference.Subject, reference.Version);

    public SchemaReference ToReference() => new(Name, Subject, Version);
}
