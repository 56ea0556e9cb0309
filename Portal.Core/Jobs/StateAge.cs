using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Core.Jobs;

/// <summary>How old the state is that a job which isn't alive would start from, and how far its runs had come since.</summary>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="IsCheckpoint">It is a checkpoint that was kept, not a savepoint.</param>
/// <param name="CompletedAt">
/// When the newest state was complete that Flink told of and that is gone on from: of the run that left this state, or a later one; where the settlement is
/// <see cref="ForkSettlement.Never"/>, the newest checkpoint of that run alone. Null: it told of none.
/// </param>
public sealed record StateAge(DateTimeOffset WrittenAt, bool IsCheckpoint, DateTimeOffset? CompletedAt)
{
    // Flink, which tells of a checkpoint, and the machine that keeps its file may differ by this.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    /// <summary>Of a savepoint: whether what its run's transactions had prepared then is committed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ForkSettlement Settlement { get; init; }

    /// <summary>Of the topics that the job reads, those of which records after this state are deleted, or may be; null: not looked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Cut { get; init; }

    /// <summary>
    /// Of the others, those with an empty partition, where the commits of the job's group aren't known: what it had may have been read before. Null: not looked for.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? MayBeCut { get; init; }

    /// <summary>The job had come further than this state.</summary>
    [JsonIgnore]
    public bool IsOvertaken => CompletedAt > WrittenAt + ClocksApart;
}
