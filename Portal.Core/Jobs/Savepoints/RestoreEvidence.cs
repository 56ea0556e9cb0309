using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>What surrounds a start from a savepoint of the catalogue.</summary>
/// <param name="IsThere">It lies in its folder, and nobody is deleting it; null where the folder can't be looked into.</param>
/// <param name="Records">That came into the topics it reads since it was taken, at most; null when not known.</param>
/// <param name="Cut">Of these topics, those of which a partition has kept records, and none of the time before it.</param>
/// <param name="StateChange">What becomes of its state, operator by operator; null where the query is the same, or that isn't known.</param>
public sealed record RestoreEvidence(
    long Number,
    bool? IsThere,
    long? Records,
    ImmutableArray<string> Cut,
    string? StateChange
)
{
    /// <summary>Whose savepoint it is, where it is another job's; null: it is the job's own, or there is none of that number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForkEvidence? Fork { get; init; }

    /// <summary>Of one of the job's own: whether what its run's transactions had prepared then is committed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ForkSettlement Settlement { get; init; }

    /// <summary>Of the others, those with an empty partition: what it had may have been read before. Null in evidence of earlier versions, whose <see cref="Cut"/> has them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? MayBeCut { get; init; }

    /// <summary>Of these topics, those of which a partition has kept no record of the time before it, whether or not it has any.</summary>
    [JsonIgnore]
    public ImmutableArray<string> WithoutEarlier => MayBeCut is { } empty ? [.. Cut, .. empty] : Cut;
}
