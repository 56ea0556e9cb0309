using Portal.Core.Health;
using Portal.Core.Topics;

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

    /// <summary>
    /// Nobody is in it, and its offsets moved a moment ago: whoever commits there assigns itself its partitions, and Kafka knows nothing of that. Members
    /// that have just left look the same, and so does a reset; what has stopped is known to have no such reader.
    /// </summary>
    public static bool IsCommittedTo(GroupSnapshot group) =>
        IsEmpty(group) && group.Status != LagStatus.Stopped && group.CycleAt - group.LastMovedAt < ActiveReaders.Within;

    private static string Run((int First, int Last) run) =>
        run.First == run.Last ? $"p{run.First}"
        : run.Last == run.First + 1 ? $"p{run.First}, p{run.Last}"
        : $"p{run.First}–p{run.Last}";
}
