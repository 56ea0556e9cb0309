using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>
/// One version of a subject. After a soft delete the same text gets the next version with the same id, so neither of the two
/// names it alone.
/// </summary>
public readonly record struct SchemaVersion(int Version, int Id)
{
    public EngineId ToEngineId() => new(string.Create(CultureInfo.InvariantCulture, $"{Id}@{Version}"));

    /// <summary>What <see cref="ToEngineId"/> made.</summary>
    public static SchemaVersion Of(EngineId id)
    {
        var parts = id.Value.Split('@');
        return new(
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[0], CultureInfo.InvariantCulture)
        );
    }
}

/// <summary>A subject as its registry tells it: the newest version, and the level it sets itself.</summary>
/// <param name="Level">Null when it sets none, and the registry's or its context's is in force.</param>
/// <param name="GlobalLevel">The registry's own, or in a context the level in force for this subject, its own if it sets one; null when it isn't known.</param>
[StoredAs("schema")]
public sealed record LiveSchema(
    string Subject,
    SchemaVersion Newest,
    SchemaType Type,
    string Text,
    ImmutableArray<SchemaReference> References,
    CompatibilityLevel? Level,
    CompatibilityLevel? GlobalLevel = null
) : ResourceState
{
    /// <summary>Its versions before the newest, oldest first, where they were read: for previews.</summary>
    [JsonIgnore]
    public ImmutableArray<LiveSchema> Former { get; init; } = [];

    /// <summary>The numbers of its versions; null where they weren't read.</summary>
    [JsonIgnore]
    public SubjectVersions? Versions { get; init; }

    /// <summary>The subjects that versions before the newest refer to, where they were seen.</summary>
    [JsonIgnore]
    public ImmutableArray<string> FormerlyRefersTo { get; init; } = [];

    /// <summary>The subjects that its versions refer to, as far as they were read or seen.</summary>
    [JsonIgnore]
    public IEnumerable<string> RefersTo =>
        References
            .Concat(Former.SelectMany(version => version.References))
            .Resolved(Subject)
            .Select(reference => reference.Subject)
            .Union(FormerlyRefersTo, StringComparer.Ordinal);

    /// <summary>The level it had when its spec was last applied or adopted; null where that isn't known.</summary>
    [JsonIgnore]
    public SettledLevel? Settled { get; init; }

    /// <summary>The id that its newest version had when its spec was last applied or adopted, where nothing has it any more.</summary>
    [JsonIgnore]
    public int? LostId { get; init; }

    /// <summary>What its configuration holds beside the level, as its registry's JSON, where somebody may have to set it again; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Settings { get; init; }

    /// <summary>Its versions by number and id, where somebody may have to make them again.</summary>
    public ImmutableArray<SchemaVersion> Kept { get; init; } = [];

    [JsonIgnore]
    public override EngineId Incarnation => Newest.ToEngineId();

    /// <summary>Whether its newest version is what is wanted.</summary>
    public bool Has(SchemaType type, string text, ImmutableArray<SchemaReference> references) =>
        Type == type && SchemaText.IsSame(type, Text, text) && References.SequenceEqual(references);

    public override SchemaBase ToBase() => new(Newest, Level);
}

/// <param name="Level">Null when it set none.</param>
public sealed record SettledLevel(CompatibilityLevel? Level);

/// <summary>What of a subject counts for staleness: its newest version, by number and id, and its own level.</summary>
[StoredAs("schema")]
public sealed record SchemaBase(SchemaVersion Newest, CompatibilityLevel? Level) : ResourceBase
{
    [JsonIgnore]
    public override EngineId Incarnation => Newest.ToEngineId();

    /// <summary>What moved between two readings, in words; null when nothing that is compared.</summary>
    public static string? Moved(string name, SchemaBase then, SchemaBase now) =>
        then.Newest != now.Newest
            ? $"The newest version of {name} was {then.Newest.Version} (id {then.Newest.Id}) when the plan was computed, and is {now.Newest.Version} (id {now.Newest.Id}) now."
        : then.Level != now.Level
            ? $"The level of {name} was {Word(name, then.Level)} when the plan was computed, and is {Word(name, now.Level)} now."
        : null;

    private static string Word(string subject, CompatibilityLevel? level) =>
        level?.Word() ?? RegistryWords.Inherited(subject);
}
