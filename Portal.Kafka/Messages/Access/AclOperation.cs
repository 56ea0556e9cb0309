namespace Portal.Kafka.Messages;

/// <summary>What may be done to a resource; each has its bit in the answers about authorised operations. The numbers are the protocol's.</summary>
public enum AclOperation : sbyte
{
    Unknown = 0,

    /// <summary>In filters only.</summary>
    Any = 1,
    All = 2,
    Read = 3,
    Write = 4,
    Create = 5,
    Delete = 6,
    Alter = 7,
    Describe = 8,
    ClusterAction = 9,
    DescribeConfigs = 10,
    AlterConfigs = 11,
    IdempotentWrite = 12,
    CreateTokens = 13,
    DescribeTokens = 14,
    TwoPhaseCommit = 15,
}

public static class AuthorizedOperations
{
    /// <summary>False too where the broker was not asked: then no bit is set but the topmost.</summary>
    public static bool Include(int bits, AclOperation operation) =>
        bits != int.MinValue && (bits & (1 << (int)operation)) != 0;
}
