using Npgsql;
using Portal.Core;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>
/// Observes a cluster's stored readings again: all of the last half hour, by which a lag is judged, one in some minutes of what else is there in
/// full detail, and one an hour of the days before. Who commits once an hour shows no rhythm in half of one, and who commits once in four none in six. An offset
/// that was reset within these days, and hasn't come back, is known by them as well.
/// </summary>
internal sealed class ReadingReplay(NpgsqlDataSource store, ClusterId cluster)
{
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(30);

    // Who commits once a day has waited for two of its commits within.
    private static readonly TimeSpan Hourly = TimeSpan.FromDays(3);

    public async Task Into(CollectorState state, PackPlaces places, DateTimeOffset newest, CancellationToken stop)
    {
        var (before, whole) = (newest - ReadingTier.Full.Kept, newest - Whole);
        var past = new FrameRange(cluster, newest - Hourly, before, before, Tier: ReadingTier.History);
        await foreach (var cycle in new FrameStream().Read(store.CreateCommand, past, stop))
        {
            places.Replay(cycle, isThin: true);
        }

        var stream = new FrameStream();
        var detail = new FrameRange(cluster, before, whole, newest);
        await foreach (var cycle in stream.Read(store.CreateCommand, detail, stop))
        {
            places.Replay(cycle, isThin: before < whole);
            if (cycle.At >= whole)
            {
                state.Replayed(cycle.At);
            }

            before = cycle.At;
        }

        foreach (var (chunk, frame) in stream.Last)
        {
            places.Recall(chunk, frame);
        }
    }
}
