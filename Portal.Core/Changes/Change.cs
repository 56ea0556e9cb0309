using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes;

/// <summary>What somebody wants, from the request to its end. Its state moves only by <see cref="Lifecycle"/>.</summary>
public sealed class Change
{
    public ChangeId Id { get; private set; }
    public required string Title { get; set; }
    public string Reason { get; set; } = "";
    public required ChangeState State { get; set; }
    public required string Environment { get; init; }
    public required TeamId OwnerTeamId { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>Everybody whose words the request holds: who asked, who rewrote it, and for whom.</summary>
    public required string[] Authors { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The plan that votes are about.</summary>
    public PlanId? PlanId { get; set; }

    /// <summary>Why it is where it is, in words for a person.</summary>
    public string? Told { get; set; }

    /// <summary>PostgreSQL's xmin: a person's edit carries the version it saw.</summary>
    public uint Version { get; private set; }

    public List<ChangeResource> Resources { get; init; } = [];
}

/// <summary>One of the things a change is about.</summary>
public sealed class ChangeResource
{
    public long Id { get; private set; }
    public ChangeId ChangeId { get; private set; }
    public required int Ordinal { get; init; }
    public required ResourceKind Kind { get; init; }
    public required ResourceOperation Operation { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }

    /// <summary>The spec as JSON; null for a delete.</summary>
    public string? Wanted { get; set; }

    /// <summary>For an update: what its form was filled from, as JSON; null when the whole of what is wanted was said.</summary>
    public string? Base { get; set; }

    /// <summary>The topic's tier when this was sent; null when it wasn't managed then.</summary>
    public Tier? TierWhenSent { get; init; }

    /// <summary>Ordinals within the change whose steps come first.</summary>
    public int[] DependsOn { get; init; } = [];

    /// <summary>What is wanted of a topic; null for a delete.</summary>
    public TopicSpec? WantedTopic() => Wanted is { } json ? CoreJson.Read<TopicSpec>(json) : null;

    public TopicSpec? BaseTopic() => Base is { } json ? CoreJson.Read<TopicSpec>(json) : null;

    /// <summary>
    /// What is wanted of a topic that is <paramref name="now"/>: with a base, only what its person changed is changed, and a
    /// tier that rose since this was sent stays.
    /// </summary>
    public TopicSpec? WantedOver(TopicSpec? now) =>
        (Said(now), now) switch
        {
            ({ } said, not null) when KeepsTier(now) => said with { Tier = now.Tier },
            var (said, _) => said,
        };

    /// <summary>Whether it says a lower tier than the topic has <paramref name="now"/> without having seen so high a one.</summary>
    public bool KeepsTier(TopicSpec now) =>
        Said(now) is { } said && TierReview.Keeps(said.Tier, now.Tier, TierWhenSent);

    private TopicSpec? Said(TopicSpec? now) =>
        (WantedTopic(), BaseTopic(), now) switch
        {
            ({ } wanted, { } origin, not null) => TopicMerge.Over(now, origin, wanted),
            var (wanted, _, _) => wanted,
        };

    /// <summary>What is wanted of the topic that is there; null for a delete.</summary>
    public TopicSpec? WantedOf(LiveTopic? live) =>
        WantedTopic() is { } wanted ? WantedOver(live is null ? null : TopicMerge.Seen(live, wanted)) : null;
}
