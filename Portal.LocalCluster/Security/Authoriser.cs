using Microsoft.Extensions.Options;
using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Security;

/// <summary>Whether somebody may do something. Super users may do everything; who else may, access control entries say.</summary>
public sealed class Authoriser(AccessStore access, IOptions<LocalClusterOptions> options)
{
    private readonly HashSet<string> _superUsers =
    [
        Principal.Anonymous,
        .. options.Value.SuperUsers.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>What is decided from; another one once anything changed.</summary>
    public AclSet Entries => access.State.Acls;

    /// <summary>As Kafka writes them in its configuration.</summary>
    public string SuperUsers => string.Join(';', _superUsers.Order(StringComparer.Ordinal));

    public bool IsSuperUser(string principal) => _superUsers.Contains(principal);
}

/// <summary>Something that is done to a resource.</summary>
public readonly record struct ResourceOperation(AclOperation Operation, AclResourceType Type, string Name);
