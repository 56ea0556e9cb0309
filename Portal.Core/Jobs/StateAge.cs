namespace Portal.Core.Jobs;

/// <summary>How old the state is that a job which isn't alive would start from, and how far its runs had come since.</summary>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="IsCheckpoint">It is a checkpoint that was kept, not a savepoint.</param>
/// <param name="CompletedAt">When the newest checkpoint or savepoint was complete that Flink told of: of the run that left this state, or a later one. Null: it told of none.</param>
public sealed record StateAge(DateTimeOffset WrittenAt, bool IsCheckpoint, DateTimeOffset? CompletedAt);
