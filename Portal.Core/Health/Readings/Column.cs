using System.Buffers;
using Portal.Core.Changes;

namespace Portal.Core.Health.Readings;

/// <summary>
/// One figure of all series of a chunk, told against the frame before: runs of what stayed the same, runs of what is
/// absent, and varints of what moved. Offsets go forward, so that is what is cheap; a figure that doesn't move costs
/// next to nothing.
/// </summary>
public static class Column
{
    /// <summary>Never known, or nothing lives at this place.</summary>
    public const long Absent = long.MinValue;

    private const ulong Same = 0;
    private const ulong NoValue = 1;
    private const ulong Back = 2;
    private const ulong Forward = 3;

    /// <param name="previous">The same column one frame ago; shorter when the chunk has grown, empty when the frame stands alone.</param>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<long> values, ReadOnlySpan<long> previous)
    {
        for (var i = 0; i < values.Length; )
        {
            var before = Before(previous, i);
            if (values[i] == before && i < previous.Length)
            {
                var from = i;
                while (i < values.Length && i < previous.Length && values[i] == previous[i])
                {
                    i++;
                }

                // One alone is told shorter as a step of nothing.
                if (i - from == 1 && before != Absent)
                {
                    Move(to, 0);
                }
                else
                {
                    Run(to, Same, i - from);
                }
            }
            else if (values[i] == Absent)
            {
                var from = i;
                while (i < values.Length && values[i] == Absent)
                {
                    i++;
                }

                Run(to, NoValue, i - from);
            }
            else
            {
                Move(to, unchecked(values[i] - (before == Absent ? 0 : before)));
                i++;
            }
        }
    }

    /// <summary>Turns <paramref name="values"/>, which hold the frame before (<see cref="Absent"/> where there was none), into this one.</summary>
    /// <exception cref="FormatException">The bytes are not such a column.</exception>
    public static void Apply(ReadOnlySpan<byte> bytes, Span<long> values)
    {
        var i = 0;
        while (bytes.Length > 0)
        {
            var token = Varint.Read(ref bytes);
            var run = token is Same or NoValue ? Varint.Read(ref bytes) : 1;
            if (run > (ulong)(values.Length - i))
            {
                throw new FormatException("A column is longer than its chunk.");
            }

            if (token == NoValue)
            {
                values.Slice(i, (int)run).Fill(Absent);
            }
            else if (token != Same)
            {
                var moved = token == Back ? unchecked(-(long)Varint.Read(ref bytes)) : (long)(token - Forward);
                values[i] = unchecked((values[i] == Absent ? 0 : values[i]) + moved);
            }

            i += (int)run;
        }
    }

    /// <summary>The column is as it was in the frame before, all of it.</summary>
    public static bool IsUnchanged(ReadOnlySpan<byte> bytes, int lengthBefore, int length)
    {
        if (lengthBefore != length || length == 0 || bytes.Length == 0 || Varint.Read(ref bytes) != Same)
        {
            return false;
        }

        return Varint.Read(ref bytes) == (ulong)length && bytes.Length == 0;
    }

    private static void Move(IBufferWriter<byte> to, long delta)
    {
        if (delta >= 0)
        {
            Varint.Write(to, (ulong)delta + Forward);
        }
        else
        {
            Varint.Write(to, Back);
            Varint.Write(to, unchecked((ulong)-delta));
        }
    }

    private static long Before(ReadOnlySpan<long> previous, int i) => i < previous.Length ? previous[i] : Absent;

    private static void Run(IBufferWriter<byte> to, ulong token, int length)
    {
        Varint.Write(to, token);
        Varint.Write(to, (ulong)length);
    }
}
