namespace Portal.Kafka.Messages;

/// <summary>What may be done to a resource; each has its bit in the answers about authorised operations.</summary>
public enum AuthorizedOperation
{
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
}

public static class AuthorizedOperations
{
    /// <summary>False too where the broker was not asked: then no bit is set but the topmost.</summary>
    public static bool Include(int bits, AuthorizedOperation operation) =>
        bits != int.MinValue && (bits & (1 << (int)operation)) != 0;
}
