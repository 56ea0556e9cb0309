using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Web.Features.Groups;
using Portal.Web.Features.Topics;

namespace Portal.Web.Features.Overview;

/// <summary>How many are of one kind, as the catalogue's filter calls it.</summary>
public readonly record struct HealthCount(string Key, string Words, int Count)
{
    /// <summary>Within a sentence; an abbreviation stays one.</summary>
    public string Said => Words.Any(char.IsLower) ? Words.ToLowerInvariant() : Words;
}

/// <summary>
/// The topics of some teams and the groups that read them: what is sick, worst first, and how many are how. Well is what
/// was seen to be well; what isn't known isn't, and what is too new to judge is neither.
/// </summary>
public sealed record TeamHealth(
    IReadOnlyList<SickThing> Sick,
    IReadOnlyList<HealthCount> Topics,
    IReadOnlyList<HealthCount> Groups,
    int Well,
    int TooNew
)
{
    public int TopicCount { get; private init; }

    public int GroupCount { get; private init; }

    public static TeamHealth Of(IReadOnlyList<TopicRow> topics, IReadOnlyList<GroupRow> groups) =>
        new(
            Worst(topics, groups),
            Count(topics, TopicQuery.HealthChoices),
            Count(groups, GroupQuery.HealthChoices),
            topics.Count(row => row.IsWell) + groups.Count(row => row.Group.Status == LagStatus.Ok),
            topics.Count(row => row.IsTooNew) + groups.Count(row => row.Group.Status == LagStatus.NotEnoughData)
        )
        {
            TopicCount = topics.Count,
            GroupCount = groups.Count,
        };

    private static IReadOnlyList<SickThing> Worst(IEnumerable<TopicRow> topics, IEnumerable<GroupRow> groups) =>
        [
            .. groups
                .Where(row => row.IsSick)
                .Select(row => (SickThing)new SickThing.SickGroup(row))
                .Concat(topics.Select(SickThing.Of).OfType<SickThing>())
                .OrderByDescending(thing => thing.Severity)
                .ThenByDescending(thing => thing is SickThing.SickGroup(var row) ? row.Group.Lag.Value ?? 0 : 0),
        ];

    private static IReadOnlyList<HealthCount> Count<TRow>(
        IReadOnlyList<TRow> rows,
        IEnumerable<(string Key, string Words, Func<TRow, bool> Is)> choices
    ) =>
        [
            .. choices
                .Select(choice => new HealthCount(choice.Key, choice.Words, rows.Count(choice.Is)))
                .Where(count => count.Count > 0),
        ];
}
