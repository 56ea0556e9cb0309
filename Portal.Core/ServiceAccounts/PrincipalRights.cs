using System.Collections.Immutable;
using Portal.Core.Access;

namespace Portal.Core.ServiceAccounts;

/// <summary>What an account's principal may do on its cluster beside the portal's grants, and what the portal itself signs in as it for.</summary>
/// <param name="Authorizer">Whether the cluster goes by its ACLs at all.</param>
/// <param name="Unmanaged">ACLs of it that no grant holds.</param>
/// <param name="OfEverybody">How many ACLs allow <c>User:*</c> something.</param>
/// <param name="IsPortal">The portal signs in to the cluster as it.</param>
/// <param name="IsOfJobs">Stream jobs do.</param>
public sealed record PrincipalRights(
    AuthorizerState Authorizer,
    ImmutableArray<Acl> Unmanaged,
    int OfEverybody,
    bool IsPortal,
    bool IsOfJobs
)
{
    /// <summary>Those of them that let it do something.</summary>
    public IReadOnlyList<Acl> Allowed() => [.. Unmanaged.Where(acl => acl.Permission == AclPermission.Allow)];
}
