using Npgsql;
using Portal.Core;
using Portal.Core.Health.Readings;

namespace Portal.Workers.Collecting;

/// <summary>Writes a cycle's frames as packs, in the writer's transaction.</summary>
internal sealed class CyclePacks(NpgsqlConnection connection, ClusterId cluster)
{
    // A frame that stands alone, so that reading can begin somewhere.
    private const int StandsAloneEvery = 30;

    public async Task Write(
        CollectorState state,
        List<(int Chunk, Frame Frame)> frames,
        Cycle cycle,
        CancellationToken stop
    )
    {
        if (state.Cycles is { } stored && stored.MayOverlap(cycle.At))
        {
            await Replace(stored, state, cycle.At, stop);
        }

        await Add(ReadingTier.Full, cycle.At, Packed(state, frames, cycle), stop);
        if (state.History.IsDue(cycle.At))
        {
            await Add(ReadingTier.History, cycle.At, state.History.Take(frames, cycle.At), stop);
        }
    }

    // A clock was set back, and what was read at these times before can't stay between what is read now: frames are read in the order of
    // time, each against the one before. No more of it goes than this cycle stands for, as it may be this clock that is wrong.
    private async Task Replace(StoredCycles stored, CollectorState state, DateTimeOffset at, CancellationToken stop)
    {
        var goesOn = stored.GoOnAt(at, state.Interval);
        if (!goesOn)
        {
            state.Stored.Clear();
            state.History.StandAlone();
        }

        foreach (var tier in ReadingTier.All)
        {
            await ReadingTable.Delete(connection, tier, cluster, goesOn ? stored.At : at - state.Interval, at, stop);
        }
    }

    private Task Add(ReadingTier tier, DateTimeOffset at, IEnumerable<PackedFrame> frames, CancellationToken stop) =>
        ReadingTable.Add(connection, tier, cluster, at, frames, stop);

    private static IEnumerable<PackedFrame> Packed(
        CollectorState state,
        List<(int Chunk, Frame Frame)> frames,
        Cycle cycle
    )
    {
        foreach (var (chunk, frame) in frames)
        {
            var before = state.Stored.GetValueOrDefault(chunk);
            var alone =
                before is null
                || cycle.Number % StandsAloneEvery == 0
                || ReadingHours.Of(before.At) != ReadingHours.Of(frame.At);
            var against = alone ? null : before;
            yield return new PackedFrame(chunk, against?.At, frame.Pack(against));
        }
    }
}
