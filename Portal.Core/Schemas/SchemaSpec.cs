using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>What is wanted of a subject: the newest version's text, and the level new versions are judged by.</summary>
/// <param name="Schema">The text, as it is registered.</param>
/// <param name="Compatibility">The subject's own level; null leaves it as it is.</param>
public sealed record SchemaSpec(
    SchemaType Type,
    string Schema,
    ImmutableArray<SchemaReference> References,
    CompatibilityLevel? Compatibility,
    string Owner,
    string Description = ""
) : ResourceSpec(Owner)
{
    /// <summary>Versions that are not to be there; one that was deleted doesn't come back under its number.</summary>
    public ImmutableArray<VersionDeletion> DeletedVersions { get; init; } = [];

    [JsonIgnore]
    public override string About => Description;

    // They would be versions of another subject, from elsewhere or before this one: when this one gets to their numbers, they are its own.
    public override IEnumerable<FieldProblem> CreationProblems() =>
        DeletedVersions.IsEmpty
            ? []
            : [new("deletedVersions", "A new subject has no versions to delete; leave this out.")];

    public bool Equals(SchemaSpec? other) =>
        other is not null
        && Type == other.Type
        && Schema == other.Schema
        && References.SequenceEqual(other.References)
        && Compatibility == other.Compatibility
        && Owner == other.Owner
        && Description == other.Description
        && Labels == other.Labels
        && DeletedVersions.SequenceEqual(other.DeletedVersions);

    public override int GetHashCode() => HashCode.Combine(Type, Schema, References.Length, Compatibility, Owner);
}
