using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>How a document stands to what is managed and seen.</summary>
internal abstract record SpecStanding
{
    private SpecStanding() { }

    public sealed record Unchanged : SpecStanding;

    /// <summary>An open change asks for just this.</summary>
    public sealed record Requested(ChangeId By) : SpecStanding;

    /// <param name="IsSeen">Whether it was seen since it last changed.</param>
    public sealed record Differs(ResourceOperation Operation, bool IsSeen) : SpecStanding;
}
