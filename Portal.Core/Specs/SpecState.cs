using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Whether a document differs from what is managed and seen.</summary>
internal abstract record SpecState(SpecDocument Document)
{
    public sealed record Unchanged(SpecDocument Document) : SpecState(Document);

    /// <summary>An open change requests just this.</summary>
    public sealed record Requested(SpecDocument Document, ChangeId By) : SpecState(Document);

    /// <param name="IsSeen">Whether it was seen since it last changed.</param>
    public sealed record Differs(SpecDocument Document, ResourceOperation Operation, bool IsSeen) : SpecState(Document);
}
