namespace Portal.LocalCluster.Groups;

/// <summary>Which assignment protocol a generation uses: one that all members offer, the one that most prefer.</summary>
public static class ProtocolVote
{
    /// <summary>True when a newcomer that offers these leaves the group at least one protocol in common.</summary>
    public static bool Fits(IEnumerable<Member> members, IReadOnlyCollection<string> offered)
    {
        var common = Common(members);
        return common is null ? offered.Count > 0 : offered.Any(common.Contains);
    }

    public static string Choose(IReadOnlyCollection<Member> members)
    {
        var common = Common(members) ?? [];
        return members
            .Select(member => member.ProtocolOrder.First(common.Contains))
            .GroupBy(name => name, StringComparer.Ordinal)
            .OrderByDescending(votes => votes.Count())
            .ThenBy(votes => votes.Key, StringComparer.Ordinal)
            .First()
            .Key;
    }

    private static HashSet<string>? Common(IEnumerable<Member> members)
    {
        HashSet<string>? common = null;
        foreach (var member in members)
        {
            if (common is null)
            {
                common = member.ProtocolOrder.ToHashSet(StringComparer.Ordinal);
            }
            else
            {
                common.IntersectWith(member.ProtocolOrder);
            }
        }

        return common;
    }
}
