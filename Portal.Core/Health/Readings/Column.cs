using System.Buffers;

namespace Portal.Core.Health.Readings;

/// <summary>
/// One figure of all series of a chunk, told against the frame before: runs of what stayed the same, runs of what is
/// absent, and zigzag varints of what moved. A figure that doesn't move costs next to nothing.
/// </summary>
public static class Column
{
    /// <summary>Never known, or nothing lives at this place.</summary>
    public const long Absent = long.MinValue;

    private const ulong Same = 0;
    private const ulong NoValue = 1;
    private const ulong FirstDelta = 2;

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

                Run(to, Same, i - from);
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
                var delta = unchecked(values[i] - (before == Absent ? 0 : before));
                Varint.Write(to, Varint.ZigZag(delta) + FirstDelta);
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
                var before = values[i] == Absent ? 0 : values[i];
                values[i] = unchecked(before + Varint.UnZigZag(token - FirstDelta));
            }

            i += (int)run;
        }
    }

    private static long Before(ReadOnlySpan<long> previous, int i) => i < previous.Length ? previous[i] : Absent;

    private static void Run(IBufferWriter<byte> to, ulong token, int length)
    {
        Varint.Write(to, token);
        Varint.Write(to, (ulong)length);
    }
}
