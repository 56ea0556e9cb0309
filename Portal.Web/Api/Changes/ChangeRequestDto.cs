using System.Collections.Immutable;
using System.ComponentModel;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Web.Api.Changes;

/// <summary>What is asked for.</summary>
public sealed record ChangeRequestDto(
    [property: Description("The name of the team that owns, or will own, what is asked for.")] string Owner,
    IReadOnlyList<TopicRequestDto> Topics,
    [property: Description("Empty: one is made from the topics.")] string Title = "",
    [property: Description("Why; needed in production.")] string Reason = ""
)
{
    public ChangeDraft ToDraft() => new(Title, Reason, Owner, [.. Topics.Select(t => t.ToDraft(Owner))]);
}

/// <param name="Spec">What is wanted; null for a delete.</param>
public sealed record TopicRequestDto(
    ResourceOperation Operation,
    [property: Description("The cluster's name.")] string Cluster,
    string Name,
    [property: Description("What the topic should be like; left out for a delete.")] TopicSpecDto? Spec = null,
    [property: Description("For a delete: the topic's name, once more.")] string? TypedName = null,
    [property: Description("Positions in this request whose steps come first.")] IReadOnlyList<int>? DependsOn = null,
    [property: Description(
        "For an update: the spec that was read and edited. Only what differs from it is changed, also when others change the topic meanwhile. Left out: the spec is wanted as a whole."
    )]
        TopicSpecDto? Base = null
)
{
    public TopicDraft ToDraft(string owner) =>
        new(Operation, Cluster, Name, Spec?.ToSpec(owner), TypedName, DependsOn, Base?.ToSpec(owner));
}

/// <param name="Configs">Settings as Kafka spells them; what is left out keeps the broker's default.</param>
public sealed record TopicSpecDto(
    int Partitions,
    int Replication,
    [property: Description("Settings as Kafka spells them; what is left out keeps the broker's default.")]
        IReadOnlyDictionary<string, string>? Configs = null,
    Tier Tier = Tier.Standard,
    string Description = ""
)
{
    public static TopicSpecDto Of(TopicSpec spec) =>
        new(spec.Partitions, spec.Replication, spec.Configs, spec.Tier, spec.Description);

    public TopicSpec ToSpec(string owner) =>
        new(
            Partitions,
            Replication,
            (Configs ?? TopicSpec.NoConfigs).ToImmutableSortedDictionary(StringComparer.Ordinal),
            owner,
            Tier,
            Description
        );
}

/// <summary>A judgement of one plan: another plan than the one named is not judged by it.</summary>
public sealed record VoteRequestDto(
    int PlanNumber,
    [property: Description("The plan's hash, 64 hexadecimal digits.")] string PlanHash,
    VoteVerdict Verdict,
    [property: Description("Needed to reject or to send back.")] string Comment = ""
)
{
    public Ballot ToBallot() => new(PlanNumber, PlanHash, Verdict, Comment);
}
