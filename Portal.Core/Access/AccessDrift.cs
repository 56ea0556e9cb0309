using Portal.Core.Resources;

namespace Portal.Core.Access;

/// <summary>What of a grant isn't on its cluster as it was granted.</summary>
internal static class AccessDrift
{
    /// <summary>What is recorded of a DENY entry, in the place of what is live.</summary>
    public const string Wins = "wins over the grant";

    public static IReadOnlyList<DriftedField> Of(LiveAccess? live) =>
        live is null
            ? [new("grant", "there", "gone")]
            :
            [
                .. live.Missing.Select(acl => new DriftedField(acl.InWords(), "allowed", "removed")),
                .. live.Denies.Select(deny => new DriftedField($"{deny.Principal}: {deny.InWords()}", "none", Wins)),
            ];
}
