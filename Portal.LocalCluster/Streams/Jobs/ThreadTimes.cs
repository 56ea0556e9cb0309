using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Subtasks;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>What a job's subtasks spent their time with since the job started last, up to a moment.</summary>
/// <param name="At">A timestamp of the job's clock.</param>
/// <param name="Subtasks">By the id of the vertex and the number of the subtask.</param>
public sealed record ThreadTimes(long At, ImmutableDictionary<(string Vertex, int Subtask), SubtaskTimes> Subtasks)
{
    public static readonly ThreadTimes None = new(
        0,
        ImmutableDictionary<(string Vertex, int Subtask), SubtaskTimes>.Empty
    );

    public SubtaskTimes Of(string vertex, int subtask) => Subtasks.GetValueOrDefault((vertex, subtask));
}
