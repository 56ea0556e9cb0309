using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>ACLs in a sentence: the first of many, and how many more there are.</summary>
internal static class AclList
{
    private const int Most = 10;

    public static string InWords(IReadOnlyCollection<Acl> acls) =>
        Named([.. acls.Order().Select(acl => acl.InWords())]);

    /// <summary>With whose each is.</summary>
    public static string WithPrincipals(IReadOnlyCollection<Acl> acls) =>
        Named([.. acls.Order().Select(acl => $"{acl.Principal}: {acl.InWords()}")]);

    public static string Named(IReadOnlyCollection<string> all)
    {
        var named = string.Join("; ", all.Take(Most));
        return all.Count > Most ? $"{named}; and {Quantity.Count(all.Count - Most)} more" : named;
    }
}
