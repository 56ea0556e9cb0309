namespace Portal.Core.Health;

/// <summary>How much waits behind all positions of one owner together, a sum every six readings: five minutes at the usual interval, and a course of half an hour.</summary>
public sealed class LagGrowth
{
    private const int Sums = 6;
    private const int ReadingsApart = 6;

    private readonly long[] _sums = new long[Sums];
    private int _count;
    private DateTimeOffset _at;
    private LagHalfHour? _halfHour;

    /// <summary>Null: not watched for long enough.</summary>
    public bool? OnlyGrew
    {
        get
        {
            if (_count < Sums)
            {
                return null;
            }

            if (_halfHour is { Grew: true })
            {
                return true;
            }

            for (var i = 1; i < Sums; i++)
            {
                if (_sums[i] < _sums[i - 1])
                {
                    return false;
                }
            }

            return _sums[^1] > _sums[0];
        }
    }

    public bool IsDue(DateTimeOffset now, TimeSpan poll) => now - _at >= ReadingsApart * poll;

    /// <param name="sum">Null: a part of it isn't known, and the course begins anew.</param>
    /// <param name="ends">Those of its partitions, added up.</param>
    public void Add(DateTimeOffset now, long? sum, long ends, TimeSpan poll)
    {
        if (sum is null || now - _at > 2 * ReadingsApart * poll)
        {
            (_count, _halfHour) = (0, null);
        }

        _at = now;
        if (sum is null)
        {
            return;
        }

        if (_count == Sums)
        {
            _sums.AsSpan(1).CopyTo(_sums);
            _count--;
        }

        _sums[_count++] = sum.Value;
        _halfHour = LagHalfHour.After(_halfHour, now, sum.Value, ends);
    }

    /// <summary>The clock was set back by so much since a sum was added: the next is due as it would have been.</summary>
    public void SetBack(TimeSpan by)
    {
        _at -= by;
        _halfHour?.SetBack(by);
    }
}
