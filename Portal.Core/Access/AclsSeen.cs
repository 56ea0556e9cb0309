namespace Portal.Core.Access;

/// <summary>All ACLs of a cluster at one moment, and whether it goes by them.</summary>
/// <param name="ReadAt">Null: they weren't read yet.</param>
public sealed record AclsSeen(AuthorizerState Authorizer, IReadOnlySet<Acl> Acls, DateTimeOffset? ReadAt)
{
    /// <summary>What lets anybody use consumer groups of the cluster.</summary>
    public IEnumerable<Acl> OnGroups => Acls.Where(GroupUsers.IsUse);
}
