namespace Portal.Core.Access;

/// <summary>What kind of thing an ACL is about.</summary>
public enum AclResource
{
    Topic,
    Group,
    Cluster,
    TransactionalId,
    DelegationToken,
    User,
}

/// <summary>How an ACL's name is compared with a resource's: as the same, or as how it begins.</summary>
public enum AclPattern
{
    Literal,
    Prefixed,
}

public enum AclPermission
{
    Deny,
    Allow,
}

public enum AclOperation
{
    All,
    Read,
    Write,
    Create,
    Delete,
    Alter,
    Describe,
    ClusterAction,
    DescribeConfigs,
    AlterConfigs,
    IdempotentWrite,
    CreateTokens,
    DescribeTokens,
    TwoPhaseCommit,
}
