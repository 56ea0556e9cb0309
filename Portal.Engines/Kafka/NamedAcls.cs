using Portal.Core.Access;

namespace Portal.Engines.Kafka;

/// <summary>
/// Joins a cluster's list of ACLs with its answers about single principals. Confluent Cloud lists a service account by a number, <c>User:1234567</c>; by its name,
/// <c>User:sa-abc</c>, it is only in the answer to a request about that name.
/// </summary>
public static class NamedAcls
{
    /// <summary>Those of these principals that the list has nothing of by their names, each once, in the order of their names. Without an authorizer none.</summary>
    public static IReadOnlyList<string> Unlisted(AclAnswer list, IEnumerable<string> principals)
    {
        if (list.IsOff)
        {
            return [];
        }

        var listed = list.Acls.Select(acl => acl.Principal).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. principals
                .Where(principal => !listed.Contains(principal))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether a cluster may list a principal of another name so.</summary>
    public static bool IsNumber(string principal) =>
        principal.Length > Acl.User.Length
        && principal.StartsWith(Acl.User, StringComparison.Ordinal)
        && !principal.AsSpan(Acl.User.Length).ContainsAnyExceptInRange('0', '9');

    /// <summary>The list with these in the place of what it has of them by number.</summary>
    /// <param name="named">All ACLs of principals that the list doesn't name.</param>
    /// <param name="known">Principals by their own names: a number among them is nobody else's.</param>
    public static AclAnswer Join(AclAnswer list, IReadOnlyCollection<Acl> named, IReadOnlySet<string> known)
    {
        if (named.Count == 0)
        {
            return list;
        }

        var numbers = Numbers(list.Acls.Where(acl => !known.Contains(acl.Principal)), named);
        return list with { Acls = [.. list.Acls.Where(acl => !numbers.Contains(acl.Principal)), .. named] };
    }

    // No answer states which number is whose. Those that have exactly what these names have are theirs, unless there are more of them than names.
    private static HashSet<string> Numbers(IEnumerable<Acl> list, IEnumerable<Acl> named)
    {
        var names = ByPrincipal(named).CountBy(Rights).ToDictionary();
        return
        [
            .. ByPrincipal(list.Where(acl => IsNumber(acl.Principal)))
                .GroupBy(Rights, (rights, alike) => (Rights: rights, Numbers: alike.Select(acls => acls.Key).ToList()))
                .Where(alike => alike.Numbers.Count <= names.GetValueOrDefault(alike.Rights))
                .SelectMany(alike => alike.Numbers),
        ];
    }

    private static IEnumerable<IGrouping<string, Acl>> ByPrincipal(IEnumerable<Acl> acls) =>
        acls.GroupBy(acl => acl.Principal, StringComparer.Ordinal);

    private static string Rights(IGrouping<string, Acl> acls) =>
        string.Join('\n', acls.Select(acl => (acl with { Principal = "" }).ToString()).Order(StringComparer.Ordinal));
}
