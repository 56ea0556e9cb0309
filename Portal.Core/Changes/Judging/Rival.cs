using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Judging;

/// <summary>An open change of a topic that somebody else wants to change too: both may, and the one applied second becomes stale.</summary>
/// <param name="RequestedBy">The handle of who asked, and beside it the name.</param>
/// <param name="From">What is wanted of the topic now; null when the portal doesn't manage it.</param>
/// <param name="To">What would be wanted; null for a delete.</param>
public sealed record Rival(
    ChangeId Id,
    string Title,
    ChangeState State,
    string RequestedBy,
    string RequestedByName,
    DateTimeOffset CreatedAt,
    string Topic,
    ResourceOperation Operation,
    TopicSpec? From,
    TopicSpec? To
)
{
    /// <summary>What was asked for, to follow "asked to": "grow orders".</summary>
    public string Wish =>
        (Operation, From, To) switch
        {
            (ResourceOperation.Create, _, _) => $"create {Topic}",
            (ResourceOperation.Delete, _, _) => $"delete {Topic}",
            (_, { } from, { } to) when to.Partitions > from.Partitions && SameSettings(from, to) => $"grow {Topic}",
            _ => $"change {Topic}",
        };

    private static bool SameSettings(TopicSpec from, TopicSpec to) => from.Configs.SequenceEqual(to.Configs);
}
