namespace Portal.Kafka.Messages;

/// <summary>How an ACL's resource name is compared with a resource's. The numbers are the protocol's.</summary>
public enum AclPatternType : sbyte
{
    Unknown = 0,

    /// <summary>In filters only: patterns of either type.</summary>
    Any = 1,

    /// <summary>In filters only: every pattern that affects a resource of this name.</summary>
    Match = 2,

    /// <summary>The same name, or <c>*</c> for all.</summary>
    Literal = 3,

    /// <summary>Names that begin so.</summary>
    Prefixed = 4,
}
