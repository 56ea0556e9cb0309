using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>A stretch of time: its start is in it, its end isn't. Unix milliseconds.</summary>
public readonly record struct Window(long Start, long End)
{
    /// <summary>The last moment in it, by which its rows are timed.</summary>
    public long MaxTime => End - 1;
}

/// <summary>How TUMBLE, HOP and CUMULATE cut time. SESSION isn't cut: it grows.</summary>
public sealed record WindowShape(string Function, long Size, long Step, long Offset)
{
    private const int MostWindows = 10_000;

    public IEnumerable<Window> Of(long time)
    {
        if (Function == "TUMBLE")
        {
            var start = Start(time, Size);
            yield return new(start, start + Size);
        }
        else if (Function == "HOP")
        {
            for (var start = Start(time, Step); start > time - Size; start -= Step)
            {
                yield return new(start, start + Size);
            }
        }
        else
        {
            var start = Start(time, Size);
            for (var end = start + Step; end <= start + Size; end += Step)
            {
                if (end > time)
                {
                    yield return new(start, end);
                }
            }
        }
    }

    /// <summary>Why not, or null.</summary>
    public string? Fault() =>
        Size <= 0 || (Function is "HOP" or "CUMULATE" && Step <= 0) ? $"{Function} must have sizes above 0"
        : Function == "CUMULATE" && Size % Step != 0
            ? $"CUMULATE table function based aggregate requires maxSize must be an integral multiple of step, but got maxSize {Size} ms and step {Step} ms"
        : Function == "HOP" && Size % Step != 0
            ? $"HOP table function based aggregate requires size must be an integral multiple of slide, but got size {Size} ms and slide {Step} ms"
        : Function != "TUMBLE" && Step > 0 && Size / Step > MostWindows
            ? $"{Function} would put each row into {Size / Step:N0} windows; {MostWindows:N0} are the most"
        : null;

    private long Start(long time, long step)
    {
        var rest = (time - Offset) % step;
        return rest < 0 ? time - (rest + step) : time - rest;
    }
}

/// <summary>A moment as a window's column holds it.</summary>
public static class WindowTime
{
    private const long LastMs = 253_402_300_799_999;

    public static object Timestamp(long ms) =>
        ms <= LastMs
            ? new DateTime(DateTime.UnixEpoch.AddMilliseconds(ms).Ticks)
            : throw new SqlDataException("A window that ends after the year 9999 can't be computed.");

    public static object Of(long ms, SqlType type) =>
        type.Root == TypeRoot.TimestampLtz
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(ms, LastMs))
            : Timestamp(ms);
}

/// <summary>A window table function on its own: each row once for each of its windows, with their bounds behind it.</summary>
public sealed class WindowAssigner(WindowShape shape, int timeColumn, SqlType timeType) : Operator
{
    protected override void Process(int input, Change change)
    {
        var time = TimeOf(change.Row[timeColumn]);
        foreach (var window in shape.Of(time))
        {
            Emit(
                change with
                {
                    Row =
                    [
                        .. change.Row,
                        WindowTime.Timestamp(window.Start),
                        WindowTime.Timestamp(window.End),
                        WindowTime.Of(window.MaxTime, timeType),
                    ],
                }
            );
        }
    }
}
