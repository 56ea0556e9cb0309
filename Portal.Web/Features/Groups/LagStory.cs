using System.Collections.Immutable;
using Portal.Core.Health;

namespace Portal.Web.Features.Groups;

/// <summary>A stretch without an answer. <paramref name="To"/> is null while it lasts.</summary>
public readonly record struct Silence(DateTimeOffset From, DateTimeOffset? To);

/// <summary>What a group's past readings tell: since when it is sick, and when nobody answered. Pure.</summary>
public static class LagStory
{
    /// <summary>The first reading of the sickness that still lasts; null when it is well, or was sick all the time we know.</summary>
    public static DateTimeOffset? Onset(ImmutableArray<LagPoint> points)
    {
        DateTimeOffset? onset = null;
        var wasWell = false;
        foreach (var point in points)
        {
            switch (point.Status)
            {
                case LagStatus.Ok or LagStatus.NotEnoughData:
                    (onset, wasWell) = (null, true);
                    break;
                case > LagStatus.Unknown:
                    onset ??= point.At;
                    break;
            }
        }

        return wasWell ? onset : null;
    }

    /// <summary>All of its partitions were answered: what is known in part may be any number above.</summary>
    public static bool IsWhole(LagPoint point) => point.Lag is { Value: not null, AtLeast: false };

    /// <summary>Stretches of at least <paramref name="least"/> without an answer, or without one about every partition, oldest first.</summary>
    public static IReadOnlyList<Silence> Silences(ImmutableArray<LagPoint> points, TimeSpan least)
    {
        var silences = new List<Silence>();
        DateTimeOffset? since = null;
        foreach (var point in points)
        {
            if (!IsWhole(point))
            {
                since ??= point.At;
            }
            else if (since is { } from)
            {
                silences.Add(new Silence(from, point.At));
                since = null;
            }
        }

        if (since is { } open)
        {
            silences.Add(new Silence(open, null));
        }

        var end = points.IsEmpty ? default : points[^1].At;
        return [.. silences.Where(silence => (silence.To ?? end) - silence.From >= least)];
    }
}
