using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// The last hour of every group's lag and every topic's rate. A series whose minute isn't over keeps its line as it is,
/// so snapshots share them; and series that went alike, as all do that rest, share one line among them.
/// </summary>
internal sealed class Trends
{
    private readonly Dictionary<string, Trend> _lags = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Trend> _rates = [];

    // What became of the lines of the minute before in this one.
    private readonly Dictionary<(Trend Before, float? Value), Trend> _alike = new(TrendsAlike.ByReference);
    private DateTimeOffset _minute;

    /// <summary>Null at the first figure.</summary>
    public DateTimeOffset? NewestAt { get; private set; }

    /// <summary>Whether a figure of this time begins another minute.</summary>
    public bool IsDue(DateTimeOffset at) => NewestAt is not { } newest || Trend.Minute(at) > newest;

    /// <summary>Of a lag that is known in part only nothing is drawn: it may be any number above.</summary>
    public Trend Lag(string group, DateTimeOffset at, Amount lag) =>
        _lags[group] = Next(_lags.GetValueOrDefault(group), at, lag.AtLeast ? null : lag.Value);

    public Trend Rate(long incarnation, DateTimeOffset at, double? perSecond) =>
        _rates[incarnation] = Next(_rates.GetValueOrDefault(incarnation), at, (float?)perSecond);

    /// <summary>Forgets what isn't there any more.</summary>
    public void Keep(SeenThings seen)
    {
        foreach (var gone in _lags.Keys.Where(name => !seen.GroupsByName.ContainsKey(name)).ToList())
        {
            _lags.Remove(gone);
        }

        foreach (var gone in _rates.Keys.Where(id => !seen.Topics.ContainsKey(id)).ToList())
        {
            _rates.Remove(gone);
        }
    }

    private Trend Next(Trend? before, DateTimeOffset at, float? value)
    {
        NewestAt = Trend.Minute(at);
        if (_minute != NewestAt)
        {
            _minute = NewestAt.Value;
            _alike.Clear();
        }

        var line = before ?? Trend.None;
        if (line.Until >= _minute)
        {
            return line;
        }

        ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(_alike, (line, value), out _);
        return next ??= line.With(at, value);
    }

    /// <summary>Which lines began as the same one and go on alike.</summary>
    private sealed class TrendsAlike : IEqualityComparer<(Trend Before, float? Value)>
    {
        public static readonly TrendsAlike ByReference = new();

        public bool Equals((Trend Before, float? Value) x, (Trend Before, float? Value) y) =>
            ReferenceEquals(x.Before, y.Before) && x.Value.Equals(y.Value);

        public int GetHashCode((Trend Before, float? Value) line) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(line.Before), line.Value);
    }
}
