using System.Globalization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>What of a managed topic was changed behind our back.</summary>
public static class TopicDrift
{
    /// <summary>Until then a new topic may not have come to the broker that the collector asks; nor are the clocks of two machines further apart.</summary>
    public static readonly TimeSpan ShownWithin = TimeSpan.FromMinutes(1);

    /// <summary>Of one that nobody has seen since it was last changed, where it should be seen.</summary>
    public static readonly IReadOnlyList<DriftedField> Unseen = [new("topic", "there", "not seen")];

    /// <param name="live">Null when the cluster said that there is none.</param>
    /// <param name="madeAgain">When another topic was first seen under the name, since it was last changed here; null: it is the same one.</param>
    public static IReadOnlyList<DriftedField> Of(TopicSpec wanted, LiveTopic? live, DateTimeOffset? madeAgain = null)
    {
        if (live is null)
        {
            return [new("topic", "there", "gone")];
        }

        var drifted = new List<DriftedField>();
        if (madeAgain is { } at)
        {
            drifted.Add(
                new(
                    "topic",
                    "the one that was there",
                    $"deleted and made again, first seen {UtcTime.InWords(at)}: what it held before is gone"
                )
            );
        }

        if (wanted.Partitions != live.Partitions)
        {
            drifted.Add(new("partitions", Number(wanted.Partitions), Number(live.Partitions)));
        }

        if (wanted.Replication != live.Replication)
        {
            drifted.Add(new("replication", Number(wanted.Replication), Number(live.Replication)));
        }

        drifted.AddRange(
            TopicDiff.Configs(live, wanted).Select(move => new DriftedField(move.Name, move.After, move.Before))
        );
        return drifted;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
