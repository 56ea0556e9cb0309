using Portal.Core.Jobs.Sql;

namespace Portal.Workers.Collecting;

/// <summary>A job's run that isn't over, as its Flink was last read.</summary>
/// <param name="CheckpointEvery">Null: the portal didn't start it.</param>
/// <param name="Reads">The topics that its statements read; null: not known.</param>
internal sealed record GroupRun(string Group, TimeSpan? CheckpointEvery, IReadOnlyList<JobTableName>? Reads);
