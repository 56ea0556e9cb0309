using System.Collections.Immutable;
using Portal.Schemas.Text;

namespace Portal.Schemas.Avro;

/// <summary>A type of Avro 1.12 ("Schema Declaration"). Named types are told by name where they are used.</summary>
public abstract record AvroType
{
    private protected AvroType() { }

    /// <summary>What it is, for a sentence: “long”, “record orders.Line”.</summary>
    public abstract string Word { get; }
}

/// <summary>The eight types without parts.</summary>
public enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}

public sealed record AvroPrimitive(AvroKind Kind, AvroLogical? Logical = null) : AvroType
{
    public override string Word => Logical?.WordOver(Name) ?? Name;

    public string Name => Kind.ToString().ToLowerInvariant();
}

public sealed record AvroArray(AvroType Items) : AvroType
{
    public override string Word => $"array of {Items.Word}";
}

public sealed record AvroMap(AvroType Values) : AvroType
{
    public override string Word => $"map of {Values.Word}";
}

public sealed record AvroUnion(ImmutableArray<AvroType> Branches) : AvroType
{
    public override string Word =>
        Branches.Length == 0 ? "empty union" : string.Join(" or ", Branches.Select(b => b.Word));
}

/// <summary>A use of a named type: its declaration stands in the schema's <see cref="AvroSchema.Names"/>.</summary>
public sealed record AvroUse(string FullName) : AvroType
{
    public override string Word => FullName;
}

/// <summary>A declaration with a name ("Names"), which aliases let others call differently.</summary>
/// <param name="FullName">With its namespace.</param>
public abstract record AvroNamed(string FullName, ImmutableArray<string> Aliases)
{
    public string ShortName => FullName[(FullName.LastIndexOf('.') + 1)..];

    public string? Doc { get; init; }

    public abstract string Word { get; }
}

/// <param name="Default">Null when there is none; JSON's null is a value.</param>
/// <param name="Offset">Where its declaration begins in the text.</param>
public sealed record AvroField(
    string Name,
    ImmutableArray<string> Aliases,
    AvroType Type,
    JsonPart? Default,
    int Offset
)
{
    public string? Doc { get; init; }
}

public sealed record AvroEnum(
    string FullName,
    ImmutableArray<string> Aliases,
    ImmutableArray<string> Symbols,
    string? Default
) : AvroNamed(FullName, Aliases)
{
    public override string Word => $"enum {FullName}";
}

public sealed record AvroFixed(string FullName, ImmutableArray<string> Aliases, int Size, AvroLogical? Logical)
    : AvroNamed(FullName, Aliases)
{
    public override string Word => Logical?.WordOver($"fixed({Size})") ?? $"fixed({Size}) {FullName}";
}

/// <summary>What the bytes mean ("Logical Types"). Resolution reads the type below; a decimal's scale is part of its value.</summary>
public sealed record AvroLogical(string Name, int? Precision = null, int? Scale = null)
{
    public string WordOver(string below) =>
        Precision is { } precision ? $"{Name}({precision}, {Scale ?? 0})" : $"{Name} ({below})";
}

/// <summary>A schema as it was declared, with every name that it declares or takes from its references.</summary>
public sealed record AvroSchema(AvroType Root, IReadOnlyDictionary<string, AvroNamed> Names)
{
    public AvroNamed Of(AvroUse use) => Names[use.FullName];
}
