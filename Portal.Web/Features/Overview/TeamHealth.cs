using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Web.Features.Topics;

namespace Portal.Web.Features.Overview;

/// <summary>
/// The topics of some teams and the groups that read them: what is sick, worst first. Well is what
/// was seen to be well; what isn't known isn't, and what has not enough data yet is neither.
/// </summary>
public sealed record TeamHealth(IReadOnlyList<SickThing> Sick, int Well, int TooNew)
{
    public int TopicCount { get; private init; }

    public int GroupCount { get; private init; }

    public static TeamHealth Of(IReadOnlyList<TopicRow> topics, IReadOnlyList<GroupRow> groups) =>
        new(
            Worst(topics, groups),
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
}
