using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>A resource that is requested along with one of another kind: it has that one's cluster and owner, and its name follows.</summary>
/// <param name="Kind">Its own.</param>
/// <param name="Of">The kind it goes with.</param>
/// <param name="Title">"Value schema".</param>
/// <param name="Suffix">What its name adds to that one's, as clients do; what its kind knows besides comes behind it.</param>
/// <param name="IsOneOfSeveral">One may have several of it.</param>
public sealed record Companion(
    ResourceKind Kind,
    ResourceKind Of,
    string Title,
    string Suffix,
    bool IsOneOfSeveral = false
);
