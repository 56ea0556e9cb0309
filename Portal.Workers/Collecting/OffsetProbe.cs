using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>
/// Looks at what lies at an offset where offsets alone can't tell: whether a small lag that doesn't move is nothing but
/// transaction markers, and how old the oldest unread record is where the history of ends is too short. A few small
/// fetches a cycle; what was found holds until the offsets move.
/// </summary>
internal sealed class OffsetProbe(ICollectedCluster cluster, CollectorState state, CollectingOptions options)
{
    private const int MostAtOnce = 20;
    private const long SmallLag = 10;
    private const int StillReadings = 3;

    public Query? Ask()
    {
        var wanted = Wanted().Take(MostAtOnce).ToList();
        return wanted.Count == 0 ? null : Answer;

        async Task<StateUpdate> Answer(CancellationToken stop)
        {
            var found = await Task.WhenAll(wanted.Select(w => cluster.Look(w.Topic, w.Partition, w.Committed, stop)));
            return (_, _) =>
            {
                for (var i = 0; i < wanted.Count; i++)
                {
                    var look = found[i];
                    wanted[i]
                        .Position.Take(
                            new Position.Found(
                                wanted[i].Committed,
                                wanted[i].End,
                                look is { OnlyMarkers: true },
                                look?.WrittenAt
                            )
                        );
                }
            };
        }
    }

    private IEnumerable<Wish> Wanted() =>
        from places in state.Groups.Values.SelectMany(g => g.Topics.Values)
        from at in places.Positions.Select((position, partition) => (position, partition))
        where at.position is { Looked: null } && IsUnclear(at.position)
        select new Wish(
            at.position,
            places.Topic.Id,
            at.partition,
            at.position.Window.Committed,
            at.position.Window.End
        );

    private bool IsUnclear(Position position) =>
        position.Window is { Lag: > 0, At: { } at } window
        && at == position.AnsweredAt
        && (
            position.Behind.AtLeast
            || (window.Lag <= SmallLag && at - window.WaitingSince >= StillReadings * options.Every)
        );

    private sealed record Wish(Position Position, Guid Topic, int Partition, long Committed, long End);
}
