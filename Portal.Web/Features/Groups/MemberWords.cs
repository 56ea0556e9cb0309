using Portal.Core.Health;

namespace Portal.Web.Features.Groups;

/// <summary>Who reads what, in few words.</summary>
public static class MemberWords
{
    /// <summary>"p0–p3, p7": runs of neighbours are drawn together.</summary>
    public static string Partitions(IReadOnlyList<int> ascending)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var partition in ascending)
        {
            if (runs is [.., var run] && partition == run.Last + 1)
            {
                runs[^1] = (run.First, partition);
            }
            else
            {
                runs.Add((partition, partition));
            }
        }

        return string.Join(", ", runs.Select(Run));
    }

    /// <summary>What tells two members of one client apart.</summary>
    public static string Own(GroupMember member) => member.InstanceId ?? member.MemberId;

    /// <summary>Its coordinator says that nobody is in it, or who was last said to be in it is nobody.</summary>
    public static bool IsEmpty(GroupSnapshot group) =>
        group.Membership is not { Answered: false }
        && (group.State is "Empty" or "Dead" || group.Membership is { Members: [] });

    private static string Run((int First, int Last) run) =>
        run.First == run.Last ? $"p{run.First}"
        : run.Last == run.First + 1 ? $"p{run.First}, p{run.Last}"
        : $"p{run.First}–p{run.Last}";
}
