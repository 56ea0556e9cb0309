namespace Portal.Kafka.Messages;

/// <summary>The numbers are the protocol's.</summary>
public enum AclPermission : sbyte
{
    Unknown = 0,

    /// <summary>In filters only.</summary>
    Any = 1,
    Deny = 2,
    Allow = 3,
}
