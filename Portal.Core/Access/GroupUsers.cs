namespace Portal.Core.Access;

/// <summary>Who may use a consumer group, by ACLs. Super users may too, and who they are can't be read from a cluster.</summary>
internal static class GroupUsers
{
    /// <summary>Whether an ACL lets its principal join groups, and commit and move their offsets.</summary>
    public static bool IsUse(Acl acl) =>
        acl
            is {
                Resource: AclResource.Group,
                Permission: AclPermission.Allow,
                Operation: AclOperation.Read or AclOperation.All
            };

    /// <summary>A principal beside this one that may use the group as well; everybody counts. Null: none may.</summary>
    public static string? Other(IEnumerable<Acl> onGroups, string group, string principal) =>
        onGroups
            .Where(acl => acl.Principal != principal && acl.AppliesTo(AclResource.Group, group))
            .Select(acl => acl.Principal)
            .FirstOrDefault();
}
