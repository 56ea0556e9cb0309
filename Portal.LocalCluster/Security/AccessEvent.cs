using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>What happened to credentials and access control entries, as it is journalled.</summary>
[JsonDerivedType(typeof(CredentialSet), "credential-set")]
[JsonDerivedType(typeof(CredentialDeleted), "credential-deleted")]
[JsonDerivedType(typeof(AclCreated), "acl-created")]
[JsonDerivedType(typeof(AclDeleted), "acl-deleted")]
public abstract record AccessEvent
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static AccessEvent FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<AccessEvent>(bytes) ?? throw new InvalidDataException("The journal holds a null.");

    public sealed record CredentialSet(CredentialKey Key, ScramCredential Credential) : AccessEvent;

    public sealed record CredentialDeleted(CredentialKey Key) : AccessEvent;

    public sealed record AclCreated(AclBinding Acl) : AccessEvent;

    public sealed record AclDeleted(AclBinding Acl) : AccessEvent;
}
