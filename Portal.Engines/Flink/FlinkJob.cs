using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>A run as the list of all tells it.</summary>
public sealed record FlinkJob(
    string Id,
    string Name,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int Tasks,
    int Running
)
{
    public bool IsAlive => !FlinkStatus.IsOver(Status);
}
