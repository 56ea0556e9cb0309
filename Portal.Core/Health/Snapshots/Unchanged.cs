using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// What is as it was in the snapshot before is held once by both: of 40,000 partitions a few hundred change from one cycle to the next, and while a page
/// is drawn two or three snapshots are there.
/// </summary>
internal static class Unchanged
{
    /// <param name="now">Replaced in place, by the equal ones at the same place before. Nobody else holds it.</param>
    /// <returns>The array before, where it is the same altogether.</returns>
    public static ImmutableArray<T> Shared<T>(ImmutableArray<T> now, ImmutableArray<T>? before)
        where T : class
    {
        if (before is not { } known)
        {
            return now;
        }

        var values = ImmutableCollectionsMarshal.AsArray(now)!;
        var same = 0;
        for (var i = 0; i < Math.Min(values.Length, known.Length); i++)
        {
            if (values[i].Equals(known[i]))
            {
                values[i] = known[i];
                same++;
            }
        }

        return same == values.Length && same == known.Length ? known : now;
    }
}
