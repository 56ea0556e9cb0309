using System.Collections.Immutable;
using System.ComponentModel;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Web.Api.Changes;

/// <summary>A plan: its ordered steps with absolute values, and beside them what was seen and how it was judged.</summary>
public sealed record PlanDto(
    int Number,
    [property: Description("What a vote names: SHA-256 of intent and base.")] string Hash,
    DateTimeOffset MadeAt,
    IReadOnlyList<StepDto> Steps,
    [property: Description("Index of the first step that can't be undone; the number of steps when all can.")]
        int PointOfNoReturn,
    IReadOnlyList<EvidenceDto> Evidence,
    int RiskScore,
    RiskBand RiskBand,
    IReadOnlyList<RiskReasonDto> RiskReasons
)
{
    public static PlanDto Of(PlanView plan) =>
        new(
            plan.Number,
            plan.Hash,
            plan.MadeAt,
            [.. plan.Steps.Select(StepDto.Of)],
            plan.PointOfNoReturn,
            [.. plan.Evidence.Topics.Select(EvidenceDto.Of)],
            plan.RiskScore,
            plan.RiskBand,
            [.. plan.RiskReasons.Select(r => new RiskReasonDto(r.Words, r.Points))]
        );
}

public sealed record RiskReasonDto(string Words, int Points);

/// <summary>One step. Before is null where nothing was there; After is null where nothing will be.</summary>
public sealed record StepDto(
    [property: Description("create-topic, alter-configs, grow-partitions or delete-topic")] string Kind,
    string Topic,
    Reversal Undo,
    IReadOnlyList<MoveDto> Moves
)
{
    public static StepDto Of(Step step) =>
        step switch
        {
            Step.CreateTopic create => new(
                "create-topic",
                create.Topic,
                create.Reversal,
                [
                    new("partitions", null, $"{create.Partitions}"),
                    new("replication", null, $"{create.Replication}"),
                    .. create.Configs.Select(MoveDto.Of),
                ]
            ),
            Step.AlterConfigs alter => new(
                "alter-configs",
                alter.Topic,
                alter.Reversal,
                [.. alter.Configs.Select(MoveDto.Of)]
            ),
            Step.GrowPartitions grow => new(
                "grow-partitions",
                grow.Topic,
                grow.Reversal,
                [new("partitions", $"{grow.Before}", $"{grow.After}")]
            ),
            Step.DeleteTopic delete => new("delete-topic", delete.Topic, delete.Reversal, []),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };
}

/// <summary>A value now and after; null means that the default holds.</summary>
public sealed record MoveDto(string Name, string? Before, string? After)
{
    public static MoveDto Of(ConfigMove move) => new(move.Name, move.Before, move.After);
}

/// <summary>What was seen of a topic when the plan was made. Null was not answered; it is not zero.</summary>
public sealed record EvidenceDto(
    string Topic,
    long? Records,
    long? Bytes,
    [property: Description("Records that the plan lets go; about, where retention is cut.")] long? RecordsGoing,
    [property: Description("Bytes on disk that the plan lets go, all copies; about, where retention is cut.")]
        long? BytesGoing,
    IReadOnlyList<ReaderDto> Readers,
    [property: Description(
        "False: the newest readings are old or not whole, so there may be readers that aren't named."
    )]
        bool AreAllReaders,
    DateTimeOffset SeenAt,
    [property: Description("Records a second written to it in the ten minutes before; null: not known.")]
        double? WrittenPerSecond,
    [property: Description(
        "What holds where the topic sets nothing, of the settings that the plan moves; one that isn't in it wasn't told."
    )]
        IReadOnlyDictionary<string, string> Defaults
)
{
    public static EvidenceDto Of(TopicEvidence seen) =>
        new(
            seen.Topic,
            seen.Records,
            seen.Bytes,
            seen.Going.Records,
            seen.Going.Bytes,
            [.. seen.Readers.Select(r => new ReaderDto(r.Group, r.Members, r.LastMovedAt, r.HasGap))],
            seen.AreAllReaders,
            seen.SeenAt,
            seen.WrittenPerSecond,
            seen.Defaults ?? ImmutableSortedDictionary<string, string>.Empty
        );
}

public sealed record ReaderDto(
    string Group,
    int? Members,
    DateTimeOffset? LastMovedAt,
    [property: Description("The last ten minutes' readings are not whole: silence proves nothing.")] bool HasGap
);
