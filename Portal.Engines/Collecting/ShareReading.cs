using Portal.Kafka.Groups;

namespace Portal.Engines.Collecting;

/// <summary>How far share groups have read.</summary>
/// <param name="Silent">Groups that weren't answered.</param>
internal sealed record ShareReading(IReadOnlyList<ShareOffset> Offsets, IReadOnlySet<string> Silent)
{
    public static readonly ShareReading None = new([], new HashSet<string>());

    /// <summary>
    /// A share group's members read out of order. Where the broker counts the records that are left, its place is taken to be so far from the end;
    /// else it is where everything before is done. The end was read before the broker counted, so it may seem less than that: it never is.
    /// </summary>
    /// <param name="end">Null: not known.</param>
    public static long Place(ShareOffset share, long? end) => Math.Max(share.StartOffset, (end - share.Lag) ?? 0);
}
