using Portal.Core.Health.Readings;
using Portal.Core.Store;

namespace Portal.Core.Health.Snapshots;

/// <summary>
/// Keeps up with one cluster: each refresh reads the collector's row and the frames since the last one; topics, groups,
/// places and members only where they changed. Not for two at once, and all of a refresh in one moment.
/// </summary>
internal sealed class SnapshotSource
{
    // As many cycles as lie between two frames that stand alone, and the minute that rates look back.
    private const int CyclesBack = 31;
    private static readonly TimeSpan RatesBack = TimeSpan.FromSeconds(70);
    private FrameStream _stream = new();
    private RecentFrames _frames = new();
    private SeenReader? _reader;
    private SeenThings? _seen;
    private SeenMembers? _members;
    private Trends? _trends;
    private ClusterSnapshot? _newest;

    public async Task<ClusterSnapshot> Refresh(Asking ask, CollectorRow row, CancellationToken stop)
    {
        if (_seen is null || _seen.Structure != row.Structure)
        {
            _seen = await (_reader ??= new SeenReader(row.Id)).Read(ask, row, _seen, stop);
            _trends?.Keep(_seen);
        }
        else if (_seen.Sizes != row.Sizes)
        {
            _seen = await SeenSizes.Read(ask, row, _seen, stop);
        }

        if (_members?.Version != row.Membership)
        {
            _members = await SeenMembers.Read(ask, row, _seen, _members, stop);
        }

        var isSetBack = row.Collector.CycleAt < _frames.NewestAt;
        if (isSetBack)
        {
            // The collector's clock: nothing that comes now is after what was read.
            (_stream, _frames, _trends) = (new FrameStream(), new RecentFrames(), null);
        }

        var before = _frames.NewestAt;
        if (row.Collector.CycleAt is { } newest && newest > (_frames.NewestAt ?? DateTimeOffset.MinValue))
        {
            var from = _frames.NewestAt is { } last
                ? last + TimeSpan.FromMicroseconds(1)
                : newest - (CyclesBack * row.Collector.Every) - RatesBack;
            await foreach (var cycle in _stream.Read(ask, new FrameRange(row.Id, from, from, newest), stop))
            {
                // How long the cycles before were ago isn't known, so there is no rate since.
                _frames = isSetBack ? new RecentFrames() : _frames;
                _frames.Add(cycle);
            }
        }

        // The first snapshot doesn't wait for an hour to be read again; the one after it has its lines.
        var known = _trends ??= before is null ? null : await LastHour(ask, row, stop);
        return _newest = new SnapshotBuilder(row, _seen!, _members!, _frames, known ?? new Trends(), _newest).Build();
    }

    private async Task<Trends> LastHour(Asking ask, CollectorRow row, CancellationToken stop)
    {
        var drawing = new TrendDrawing(_seen!);
        var to = _frames.NewestAt ?? DateTimeOffset.MinValue;
        var from = to - (Trend.Longest * Trend.Step) - (CyclesBack * row.Collector.Every);
        try
        {
            await foreach (var cycle in new FrameStream().Read(ask, new FrameRange(row.Id, from, from, to), stop))
            {
                drawing.Take(cycle);
            }
        }
        catch (FormatException)
        {
            // A frame of the past that can't be read ends the lines early; the present doesn't wait until it is too old.
        }

        return drawing.Lines;
    }
}
