using Portal.Core.Changes.Runs;

namespace Portal.Core.People;

/// <summary>What of people's roles waits for a time.</summary>
public static class PeopleDues
{
    /// <summary>A role that a person gave is over. The subject is the grant of it.</summary>
    public static readonly DueKind RoleEnds = new("role.ends");

    /// <summary>A request for a role that nobody decided expires. The subject is the request.</summary>
    public static readonly DueKind RoleRequestExpires = new("role-request.expires");

    /// <summary>Break-glass access is over. The subject is its row.</summary>
    public static readonly DueKind BreakGlassEnds = new("break-glass.ends");
}
