namespace Portal.Kafka.Messages;

/// <summary>What kind of thing an ACL is about. The numbers are the protocol's.</summary>
public enum AclResourceType : sbyte
{
    Unknown = 0,

    /// <summary>In filters only.</summary>
    Any = 1,
    Topic = 2,
    Group = 3,
    Cluster = 4,
    TransactionalId = 5,
    DelegationToken = 6,
    User = 7,
}
