using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Whether a document differs from what is managed and seen.</summary>
internal abstract record SpecState
{
    private SpecState() { }

    public sealed record Unchanged : SpecState;

    /// <summary>An open change requests just this.</summary>
    public sealed record Requested(ChangeId By) : SpecState;

    /// <param name="IsSeen">Whether it was seen since it last changed.</param>
    public sealed record Differs(ResourceOperation Operation, bool IsSeen) : SpecState;
}
