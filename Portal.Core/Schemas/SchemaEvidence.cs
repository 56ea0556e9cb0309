using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Fields;

namespace Portal.Core.Schemas;

/// <summary>What the registry says of a new version.</summary>
public enum SchemaVerdict
{
    /// <summary>The plan registers none.</summary>
    NothingNew,

    /// <summary>There is none to compare it with.</summary>
    First,
    Compatible,
    Incompatible,

    /// <summary>Compatible with the newest version; those before it, which the level names too, are too many for a registry that compares with one a request.</summary>
    ComparedWithNewest,

    /// <summary>It judges by the level it has now, and the plan sets another first.</summary>
    OtherLevel,

    /// <summary>A preview: the registry is asked when the plan is made.</summary>
    NotChecked,

    /// <summary>A preview: the portal compared the text with the newest version itself.</summary>
    Compared,

    /// <summary>It refers to versions that the plan registers first: the registry can't be asked, and the portal compared the texts.</summary>
    ComparedUnregistered,

    /// <summary>As <see cref="ComparedUnregistered"/>, and the texts alone don't decide it.</summary>
    Undecided,

    /// <summary>As <see cref="ComparedUnregistered"/>, and the text is no schema: no level makes it one.</summary>
    Unreadable,
}

/// <param name="Words">Why it isn't compatible: the registry's own, or the portal's where it compared itself.</param>
/// <param name="Level">The level in force when it was asked; null when it wasn't told.</param>
/// <param name="Fields">What the new version changes, field by field, where a text refers to others; else its step tells; null: it does, or it isn't known.</param>
/// <param name="Use">Who reads and writes by the subject; null in a preview, where nothing is to be done, and in plans of before it was looked at.</param>
[StoredAs("schema")]
public sealed record SchemaEvidence(
    ResourceRef On,
    SchemaVerdict Verdict,
    ImmutableArray<string> Words,
    CompatibilityLevel? Level,
    DateTimeOffset SeenAt,
    SubjectUse? Use = null,
    IReadOnlyList<FieldChange>? Fields = null
) : ResourceEvidence(On, SeenAt)
{
    [JsonIgnore]
    public override bool IsWhole => Use is null || Use.IsWholeAt(SeenAt);

    /// <summary>Of a preview: each rule that is broken, with its place in the text. The registry gives words only.</summary>
    [JsonIgnore]
    public ImmutableArray<Incompatibility> Broken { get; init; } = [];

    /// <summary>Of a preview: how many versions the level compares with that weren't compared, because they are too many or can't be read here.</summary>
    [JsonIgnore]
    public int NotCompared { get; init; }

    /// <summary>How many versions weren't compared, as a sentence; null: none.</summary>
    [JsonIgnore]
    public string? NotComparedInWords =>
        NotCompared == 0
            ? null
            : $"{Quantity.Of(NotCompared, "earlier version wasn't", "earlier versions weren't")} compared here; the registry compares with all.";
}
