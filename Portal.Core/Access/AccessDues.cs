using Portal.Core.Changes.Runs;

namespace Portal.Core.Access;

/// <summary>What of access waits for a time.</summary>
public static class AccessDues
{
    /// <summary>A grant expires, or its topic is gone. The subject is the grant.</summary>
    public static readonly DueKind Ends = new("access.ends");

    /// <summary>The owners of a round of reviews are reminded, or it is over. The subject is the round.</summary>
    public static readonly DueKind Review = new("access-review");
}
