using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>
/// Looks at what lies at an offset where offsets alone can't tell: whether a small lag that doesn't move is nothing but
/// transaction markers and records of aborted transactions, and how old the oldest unread record is where the history of ends is too short. A few small
/// fetches a cycle, in turn; what was found holds until the offsets move, a committed record until the commit does, and what wasn't found is looked for
/// again in a minute.
/// </summary>
internal sealed class OffsetProbe(ICollectedCluster cluster, CollectorState state, CollectingOptions options)
{
    private const int MostAtOnce = 20;

    // Left to ages, however many small lags stand.
    private const int FewestAges = 5;

    // A sink of many tasks leaves a marker for each. One that stands alone takes some 80 bytes, so that these all lie within one look.
    internal const long SmallLag = 500;
    private const int StillReadings = 3;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Position, DateTimeOffset> _unanswered = [];
    private int _smallTurn;
    private int _ageTurn;
    private int _recalledTurn;

    public Query? Ask()
    {
        if (state.ReadAt is not { } now)
        {
            return null;
        }

        foreach (var (position, at) in _unanswered)
        {
            // Or as far ahead: the clock was set back.
            if ((now - at).Duration() >= AgainAfter)
            {
                _unanswered.Remove(position);
            }
        }

        var wanted = Wanted();
        return wanted.Count == 0 ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var found = await Task.WhenAll(wanted.Select(w => cluster.Look(w.Topic, w.Partition, w.Committed, stop)));
            return (_, _) =>
            {
                for (var i = 0; i < wanted.Count; i++)
                {
                    Take(wanted[i], found[i], now);
                }
            };
        }
    }

    private void Take(Wish wish, Peek? look, DateTimeOffset at)
    {
        wish.Position.IsLookRefused = look?.IsRefused ?? wish.Position.IsLookRefused;
        if (look is { IsNothingCommitted: true } or { WrittenAt: not null })
        {
            wish.Position.Take(new Position.Found(wish.Committed, wish.End, look));
        }
        else
        {
            _unanswered[wish.Position] = at;
        }
    }

    // A small lag that stands is looked at once, and taken for a stop until then; an age is wanted again after each commit. What
    // lay at an offset before the first one was deleted: such a look has no answer.
    private List<Wish> Wanted()
    {
        List<Wish> small = [];
        List<Wish> ages = [];
        List<Wish> recalled = [];
        foreach (var (group, places) in state.Groups.Values.SelectMany(g => g.Topics, (g, topic) => (g, topic)))
        {
            for (var partition = 0; partition < places.Positions.Length; partition++)
            {
                if (
                    places.Positions[partition] is { } position
                    && !_unanswered.ContainsKey(position)
                    && !(places.Topic.Partitions[partition].First > position.Window.Committed)
                )
                {
                    var into =
                        position.Looked is { IsRecalled: true } && group.HasMembers == false ? recalled
                        : !position.IsLookDue ? null
                        : IsSmallAndStands(position) ? small
                        : IsOlderThanKnown(position) ? ages
                        : null;
                    into?.Add(
                        new(position, places.Topic.Id, partition, position.Window.Committed, position.Window.End)
                    );
                }
            }
        }

        var first = InTurn(small, MostAtOnce - Math.Min(FewestAges, ages.Count), ref _smallTurn);
        var second = InTurn(ages, MostAtOnce - first.Count, ref _ageTurn);
        // Members skip both markers and what was aborted: these wait until the others leave room.
        return [.. first, .. second, .. InTurn(recalled, MostAtOnce - first.Count - second.Count, ref _recalledTurn)];
    }

    private static List<Wish> InTurn(List<Wish> all, int most, ref int turn)
    {
        if (all.Count <= most)
        {
            return all;
        }

        var from = turn % all.Count;
        turn = from + most;
        return [.. all.Skip(from).Concat(all.Take(from)).Take(most)];
    }

    private bool IsSmallAndStands(Position position) =>
        IsRead(position)
        && position.Window.Lag <= SmallLag
        && position.Window.At - position.Window.WaitingSince >= StillReadings * options.Every;

    // Or as old as a look found it, which may have ended since.
    private static bool IsOlderThanKnown(Position position) =>
        IsRead(position) && (position.Behind.AtLeast || position.Looked is not null);

    private static bool IsRead(Position position) =>
        position.Window is { Lag: > 0, At: { } at } && at == position.AnsweredAt;

    private sealed record Wish(Position Position, Guid Topic, int Partition, long Committed, long End);
}
