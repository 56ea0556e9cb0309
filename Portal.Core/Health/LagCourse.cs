namespace Portal.Core.Health;

/// <summary>How much waits behind all positions of one owner together, a sum every six readings: five minutes at the usual beat.</summary>
public sealed class LagCourse
{
    private const int Sums = 6;
    private const int ReadingsApart = 6;

    private readonly long[] sums = new long[Sums];
    private int count;
    private DateTimeOffset at;

    /// <summary>Null: not watched for long enough.</summary>
    public bool? OnlyGrew
    {
        get
        {
            if (count < Sums)
            {
                return null;
            }

            for (var i = 1; i < Sums; i++)
            {
                if (sums[i] < sums[i - 1])
                {
                    return false;
                }
            }

            return sums[^1] > sums[0];
        }
    }

    public bool IsDue(DateTimeOffset now, TimeSpan poll) => now - at >= ReadingsApart * poll;

    /// <param name="sum">Null: a part of it isn't known, and the course begins anew.</param>
    public void Add(DateTimeOffset now, long? sum, TimeSpan poll)
    {
        if (sum is null || now - at > 2 * ReadingsApart * poll)
        {
            count = 0;
        }

        at = now;
        if (sum is null)
        {
            return;
        }

        if (count == Sums)
        {
            sums.AsSpan(1).CopyTo(sums);
            count--;
        }

        sums[count++] = sum.Value;
    }
}
