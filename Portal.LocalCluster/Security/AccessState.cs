using System.Collections.Immutable;

namespace Portal.LocalCluster.Security;

/// <summary>Who can sign in, and who may do what. A value: whoever holds one sees it unchanged.</summary>
public sealed record AccessState(ImmutableDictionary<CredentialKey, ScramCredential> Credentials, AclSet Acls)
{
    public static readonly AccessState Empty = new(
        ImmutableDictionary<CredentialKey, ScramCredential>.Empty,
        AclSet.Empty
    );

    public AccessState After(AccessEvent happened) =>
        happened switch
        {
            AccessEvent.CredentialSet set => this with { Credentials = Credentials.SetItem(set.Key, set.Credential) },
            AccessEvent.CredentialDeleted deleted => this with { Credentials = Credentials.Remove(deleted.Key) },
            AccessEvent.AclCreated created => this with { Acls = Acls.With(created.Acl) },
            AccessEvent.AclDeleted deleted => this with { Acls = Acls.Without(deleted.Acl) },
            _ => throw new InvalidDataException($"The journal holds a {happened.GetType().Name} that is not known."),
        };

    /// <summary>The fewest events that lead here from nothing.</summary>
    public IEnumerable<AccessEvent> Retold() =>
        [
            .. Credentials.Select(each => new AccessEvent.CredentialSet(each.Key, each.Value)),
            .. Acls.All.Select(acl => new AccessEvent.AclCreated(acl)),
        ];
}
