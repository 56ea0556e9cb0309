using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Where in somebody's files something stands; lines and columns count from 1.</summary>
public sealed record SpecPlace(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>Where a document begins, and where each of its fields stands.</summary>
/// <param name="Fields">Named as the API names them: <c>name</c>, <c>spec.configs.retention.ms</c>.</param>
public sealed record SpecPlaces(SpecPlace Document, IReadOnlyDictionary<string, SpecPlace> Fields)
{
    /// <summary>Where a field stands, or what it would stand in.</summary>
    public SpecPlace At(string field) =>
        Fields.TryGetValue(field, out var place) ? place
        : field.LastIndexOf('.') is var dot and >= 0 ? At(field[..dot])
        : Document;
}

/// <summary>One document: what a resource should be like, or that it should be gone.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Owner">The name of the team that owns it.</param>
/// <param name="Spec">Null: it should be gone.</param>
/// <param name="TypedName">For one that should be gone: its name, once more.</param>
public sealed record SpecDocument(
    ResourceKind Kind,
    string Cluster,
    string Name,
    string Owner,
    ResourceSpec? Spec,
    string? TypedName,
    SpecPlaces Places
)
{
    public SpecPlace Place => Places.Document;
}

/// <summary>What is wrong in somebody's files.</summary>
public sealed record SpecProblem(SpecPlace Place, string Words);
