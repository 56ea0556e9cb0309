using System.Text.Json;

namespace Portal.Core.Access;

/// <summary>
/// One access control entry of a cluster, with names as they are stored and shown. It has no id of its own: two that are equal in all parts
/// are the same entry, and making one twice is making it once.
/// </summary>
/// <param name="Principal"><c>User:billing</c>; <c>User:*</c> is everybody.</param>
/// <param name="Name">Of the resource; <c>*</c> as a literal is every one.</param>
/// <param name="Host">An address, or <c>*</c>.</param>
public sealed record Acl(
    string Principal,
    AclOperation Operation,
    AclResource Resource,
    AclPattern Pattern,
    string Name,
    AclPermission Permission = AclPermission.Allow,
    string Host = Acl.Any
) : IComparable<Acl>
{
    public const string Any = "*";
    public const string Everybody = User + Any;

    /// <summary>What the names of principals begin with.</summary>
    public const string User = "User:";

    /// <summary>Whether it counts for one resource of this name.</summary>
    public bool AppliesTo(AclResource resource, string name) =>
        Resource == resource
        && (
            Pattern == AclPattern.Prefixed
                ? name.StartsWith(Name, StringComparison.Ordinal)
                : Name == name || Name == Any
        );

    /// <summary>Whether it refuses some of what the other allows: a DENY wins.</summary>
    public bool Overrides(Acl allowed) =>
        Permission == AclPermission.Deny
        && allowed.Permission == AclPermission.Allow
        && (Principal == allowed.Principal || Principal == Everybody)
        && Refuses(allowed.Operation)
        && (Host == allowed.Host || Host == Any || allowed.Host == Any)
        && Meets(allowed);

    /// <summary>"read topic orders", "write to topics that begin with orders.".</summary>
    public string InWords() =>
        $"{(Permission == AclPermission.Deny ? "DENY " : "")}{Word(Operation)} {Word(Resource)} {(Pattern == AclPattern.Prefixed ? $"{Name}… (prefix)" : Name == Any ? "* (all)" : Name)}{(Host == Any ? "" : $" from {Host}")}";

    public int CompareTo(Acl? other) => other is null ? 1 : string.CompareOrdinal(Key, other.Key);

    public static bool operator <(Acl left, Acl right) => left.CompareTo(right) < 0;

    public static bool operator >(Acl left, Acl right) => left.CompareTo(right) > 0;

    public static bool operator <=(Acl left, Acl right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Acl left, Acl right) => left.CompareTo(right) >= 0;

    /// <summary>Its word as Kafka's own tools show it: "describe configs".</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    private string Key => $"{Resource}\n{Name}\n{Pattern}\n{Principal}\n{Operation}\n{Permission}\n{Host}";

    /// <summary>Whether there can be a resource that both are about.</summary>
    public bool Meets(Acl other) => Resource == other.Resource && Names(other);

    /// <summary>Whether it counts for every resource that the other counts for.</summary>
    public bool Covers(Acl other) =>
        Resource == other.Resource
        && (
            (Pattern == AclPattern.Literal && Name == Any)
            || (
                Pattern == AclPattern.Prefixed && other.Name != Any
                    ? other.Name.StartsWith(Name, StringComparison.Ordinal)
                    : (Pattern, Name) == (other.Pattern, other.Name)
            )
        );

    // Whoever may read or write something asks where it is first: a topic's leader, a group's coordinator.
    private bool Refuses(AclOperation operation) =>
        Operation == AclOperation.All
        || operation == AclOperation.All
        || Operation == operation
        || (
            Operation == AclOperation.Describe
            && operation is AclOperation.Read or AclOperation.Write or AclOperation.Alter or AclOperation.Delete
        );

    private bool Names(Acl other) =>
        (Pattern, other.Pattern) switch
        {
            (AclPattern.Literal, _) when Name == Any => true,
            (_, AclPattern.Literal) when other.Name == Any => true,
            (AclPattern.Literal, AclPattern.Literal) => Name == other.Name,
            (AclPattern.Literal, _) => Name.StartsWith(other.Name, StringComparison.Ordinal),
            (_, AclPattern.Literal) => other.Name.StartsWith(Name, StringComparison.Ordinal),
            _ => Name.StartsWith(other.Name, StringComparison.Ordinal)
                || other.Name.StartsWith(Name, StringComparison.Ordinal),
        };
}
