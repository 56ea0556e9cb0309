using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Live;

namespace Portal.Web.Features.Overview;

/// <summary>What the store has for somebody's overview, beside jobs.</summary>
/// <param name="Teams">Those whose resources they look after.</param>
internal sealed record StoredOverview(
    IReadOnlyList<Portal.Core.Teams.Team> Teams,
    IReadOnlyList<ChangeRow> Waiting,
    int WaitingInAll,
    IReadOnlyList<ChangeRow> Mine,
    IReadOnlyList<ChangeRow> Recent,
    IReadOnlyList<AccessRow> Ending,
    IReadOnlyList<ReviewToAnswer> Reviews
);

/// <summary>
/// Reads it for an open page, which opens again with each reading of a cluster: what the store has is read again once something was notified, and
/// after half a minute for what comes without a notification, as the end of a grant does.
/// </summary>
internal sealed class OverviewRows(
    Me me,
    ChangeInbox inbox,
    ChangeList changes,
    ResourceChanges resourceChanges,
    EndingAccess ending,
    AccessReviewReading reviews,
    TeamDirectory teams,
    Liveness live,
    TimeProvider time
)
{
    private const int Most = 8;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private static readonly ChangeState[] UnderWay =
    [
        .. Enum.GetValues<ChangeState>().Where(state => !state.IsEnd() && state != ChangeState.Draft),
    ];

    private KnownOverview? _known;
    private KnownChanges? _changed;

    public async Task<StoredOverview> Read(string? environment, CancellationToken stop)
    {
        var asked = new KnownOverview(me.Caller, environment, live.Received, time.GetTimestamp());
        if (_known is { Rows: { } rows } known && known.IsOf(asked) && time.GetElapsedTime(known.At) < Kept)
        {
            return rows;
        }

        var who = asked.Who;
        var mine = await teams.LookedAfterBy(who, stop);
        var read = new StoredOverview(
            mine,
            await inbox.For(who, Most, stop),
            await inbox.CountFor(who, stop),
            await changes.Page(new ChangeFilter(UnderWay, RequestedBy: who.Actor.Name), null, Most, stop),
            await changes.Page(
                new ChangeFilter(ChangeStates.Ended, environment, [.. mine.Select(team => team.Id)]),
                null,
                Most,
                stop
            ),
            await ending.For(who, environment, stop),
            await reviews.For(who, time.GetUtcNow(), stop)
        );
        _known = asked with { Rows = read };
        return read;
    }

    /// <summary>The newest change on each of these, read again as the rest is, and for others.</summary>
    /// <param name="stored">The rest.</param>
    public async Task<LastChanges> Changed(
        StoredOverview stored,
        IEnumerable<ResourceRef> resources,
        CancellationToken stop
    )
    {
        var on = resources.ToHashSet();
        if (_changed is { } known && ReferenceEquals(known.With, stored) && known.On.SetEquals(on))
        {
            return known.Last;
        }

        var last = await resourceChanges.OfEach(on, stop);
        _changed = new KnownChanges(stored, on, last);
        return last;
    }

    private sealed record KnownOverview(Caller Who, string? Environment, long Received, long At)
    {
        public StoredOverview? Rows { get; init; }

        public bool IsOf(KnownOverview asked) =>
            ReferenceEquals(Who, asked.Who) && Environment == asked.Environment && Received == asked.Received;
    }

    private sealed record KnownChanges(StoredOverview With, HashSet<ResourceRef> On, LastChanges Last);
}
