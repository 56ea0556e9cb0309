using System.Buffers;
using Portal.Core.Health.Readings;

namespace Portal.Core.Jobs.History;

/// <summary>
/// How points lie in an hour's row: one behind the other, each with its length and its form, so that one more is appended without
/// reading what is there, and a build passes over forms that it doesn't know.
/// </summary>
internal static class JobPointPack
{
    private const ulong Form = 2;

    // Behind its figures it says whether the job has restarted, which rows of their own say now.
    private const ulong FirstForm = 1;
    private const double Tenths = 10;
    private const double Thousandths = 1000;

    public static byte[] Write(JobPoint point)
    {
        var (all, one) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        Varint.Write(one, Form);
        Varint.Write(one, (ulong)(point.At - ReadingHours.Of(point.At)).TotalSeconds);
        Write(one, point.ReadPerSecond, Tenths);
        Write(one, point.WrittenPerSecond, Tenths);
        Write(one, point.Busy, Thousandths);
        Write(one, point.BackPressured, Thousandths);
        Varint.Write(all, (ulong)one.WrittenCount);
        all.Write(one.WrittenSpan);
        return all.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">The bytes end within a point.</exception>
    public static IReadOnlyList<JobPoint> Read(DateTimeOffset hour, ReadOnlySpan<byte> bytes)
    {
        var points = new List<JobPoint>();
        while (bytes.Length > 0)
        {
            var length =
                Varint.Read(ref bytes) is var told && told <= (ulong)bytes.Length
                    ? (int)told
                    : throw new FormatException("A packed point is cut off.");
            var one = bytes[..length];
            bytes = bytes[length..];
            if (Varint.Read(ref one) is Form or FirstForm)
            {
                points.Add(
                    new(
                        hour.AddSeconds(Varint.Read(ref one)),
                        Read(ref one, Tenths),
                        Read(ref one, Tenths),
                        Read(ref one, Thousandths),
                        Read(ref one, Thousandths)
                    )
                );
            }
        }

        return points;
    }

    // What isn't known is 0, and what is lies one higher.
    private static void Write(ArrayBufferWriter<byte> to, double? value, double scale) =>
        Varint.Write(to, value is { } known ? (ulong)Math.Round(Math.Max(0, known) * scale) + 1 : 0);

    private static double? Read(ref ReadOnlySpan<byte> bytes, double scale) =>
        Varint.Read(ref bytes) is > 0 and var packed ? (packed - 1) / scale : null;
}
