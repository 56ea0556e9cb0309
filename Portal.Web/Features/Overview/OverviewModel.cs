using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Web.Features.Groups;
using Portal.Web.Grammar;
using Portal.Web.Identity;
using Portal.Web.Live;

namespace Portal.Web.Features.Overview;

/// <summary>What somebody has to know first: what waits for them, what is sick, what goes on, what happened.</summary>
/// <param name="Well">How many groups and topics of my teams are well.</param>
public sealed record OverviewView(
    IReadOnlyList<MyTeam> Teams,
    IReadOnlyList<ChangeRow> Waiting,
    IReadOnlyList<SickThing> Sick,
    int Well,
    IReadOnlyList<TopicChange> Suspects,
    IReadOnlyList<ChangeRow> Mine,
    IReadOnlyList<ChangeRow> Recent,
    DateTimeOffset At
)
{
    /// <summary>The newest change on what a sick thing depends on.</summary>
    public TopicChange? LastBefore(SickThing thing) =>
        Suspects.FirstOrDefault(change =>
            thing.Topics.Any(topic => change.Topics.Contains(topic.Topic, StringComparer.Ordinal))
        );
}

/// <summary>A team of mine.</summary>
public readonly record struct MyTeam(string Name, string Title);

/// <summary>Health out of memory, changes out of the store: four queries, however much there is.</summary>
public sealed class OverviewModel(
    Me me,
    IClusterHealth health,
    ManagedShelf managed,
    GroupCatalogue groups,
    ChangesOnTopics suspects,
    ChangeInbox inbox,
    ChangeList changes,
    MyTeams teams,
    TimeProvider time
) : PageModel<OverviewView>
{
    private const int Most = 8;
    private const int MostSuspects = 40;

    private static readonly ChangeState[] UnderWay =
    [
        .. Enum.GetValues<ChangeState>().Where(state => !state.IsEnd() && state != ChangeState.Draft),
    ];

    private static readonly ChangeState[] Ended = [.. Enum.GetValues<ChangeState>().Where(state => state.IsEnd())];

    public async Task Load(string? environment, CancellationToken stop)
    {
        await health.Loaded.WaitAsync(stop);
        var mine = await teams.Of(me.Standing, stop);
        var shelf = await managed.All(stop);
        var (sick, well) = Health(environment, mine, shelf);
        var who = me.Standing.Actor.Name;
        Show(
            new OverviewView(
                [.. mine.Select(team => new MyTeam(team.Name, team.Title))],
                await inbox.For(me.Standing, Most, stop),
                sick,
                well,
                await suspects.Latest([.. sick.SelectMany(thing => thing.Topics)], MostSuspects, stop),
                await changes.Page(new ChangeFilter(UnderWay, RequestedBy: who), null, Most, stop),
                await changes.Page(
                    new ChangeFilter(Ended, environment, [.. mine.Select(team => team.Id)]),
                    null,
                    Most,
                    stop
                ),
                time.GetUtcNow()
            )
        );
    }

    private (IReadOnlyList<SickThing> Sick, int Well) Health(
        string? environment,
        IReadOnlyList<Portal.Core.Teams.Team> mine,
        IReadOnlyDictionary<(ClusterId, string), ManagedTopic> shelf
    )
    {
        var names = mine.Select(team => team.Name).ToHashSet(StringComparer.Ordinal);
        var rows = groups
            .All(shelf)
            .Where(row => environment is null || row.Environment == environment)
            .Where(row => row.Teams.Any(team => names.Contains(team.Name)))
            .ToList();
        var clusters = health
            .Current.Values.Where(cluster => environment is null || cluster.Environment == environment)
            .ToDictionary(cluster => cluster.Id);
        var topics = shelf
            .Values.Where(topic => names.Contains(topic.Owner) && clusters.ContainsKey(topic.Cluster))
            .ToList();
        IReadOnlyList<SickThing> sick =
        [
            .. rows.Where(row => row.IsSick)
                .Select(row => (SickThing)new SickThing.SickGroup(row))
                .Concat(
                    topics
                        .Where(topic => topic.Drifts > 0)
                        .Select(topic => new SickThing.DriftedTopic(clusters[topic.Cluster], topic))
                )
                .OrderByDescending(thing => thing.Severity)
                .ThenByDescending(thing => thing is SickThing.SickGroup(var row) ? row.Group.Lag.Value ?? 0 : 0),
        ];
        return (sick, rows.Count + topics.Count - sick.Count);
    }
}
