using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.LocalCluster.Registry;

/// <summary>What happened to the registry, as it is journalled: the state is these, one after the other.</summary>
[JsonDerivedType(typeof(Registered), "registered")]
[JsonDerivedType(typeof(VersionDeleted), "version-deleted")]
[JsonDerivedType(typeof(LevelSet), "level-set")]
[JsonDerivedType(typeof(ModeSet), "mode-set")]
public abstract record RegistryEvent
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static RegistryEvent FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<RegistryEvent>(bytes) ?? throw new InvalidDataException("The journal holds a null.");

    public sealed record Registered(string Subject, int Version, int Id, SchemaContent Content) : RegistryEvent;

    /// <param name="IsPermanent">It can't be looked up any more, not even as a deleted one.</param>
    public sealed record VersionDeleted(string Subject, int Version, bool IsPermanent) : RegistryEvent;

    /// <param name="Subject">Null: for all that have none of their own.</param>
    /// <param name="Level">Null: none of its own any more.</param>
    public sealed record LevelSet(string? Subject, string? Level) : RegistryEvent;

    public sealed record ModeSet(string? Subject, string? Mode) : RegistryEvent;
}

/// <summary>What an id stands for. Equal contents have one id, whatever the subject.</summary>
public sealed record SchemaContent(string Type, string Text, ImmutableArray<SchemaReference> References)
{
    public bool Equals(SchemaContent? other) =>
        other is not null && Type == other.Type && Text == other.Text && References.SequenceEqual(other.References);

    public override int GetHashCode() => HashCode.Combine(Type, Text, References.Length);
}

/// <summary>A schema that another one uses, by the name it is used under.</summary>
public sealed record SchemaReference(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version
);
