using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>How long starts of a job took, by how long its subtasks were in each state before they ran.</summary>
internal static class FlinkStarts
{
    /// <summary>A request each; of a job with more, no time is shown.</summary>
    private const int MostOperators = 30;

    // Waiting for slots, deploying, and restoring state.
    private static readonly string[] Before = ["SCHEDULED", "DEPLOYING", "INITIALIZING"];

    public static async Task<TimeSpan?> Last(FlinkCalls rest, string jobId, FlinkJobDetail job, CancellationToken stop)
    {
        if (job.Operators.Length is 0 or > MostOperators)
        {
            return null;
        }

        var answers = await Task.WhenAll(
            job.Operators.Select(vertex => rest.Ask($"jobs/{jobId}/vertices/{vertex.Id}", stop))
        );
        return answers.All(answer => answer.IsFine) ? Of(answers.Select(answer => answer.Body)) : null;
    }

    /// <param name="vertices">As Flink answers for each.</param>
    public static TimeSpan? Of(IEnumerable<JsonElement> vertices)
    {
        var took = vertices
            .SelectMany(vertex => FlinkJson.List(vertex, "subtasks"))
            .Select(subtask =>
                FlinkStatus.IsUp(FlinkJson.Text(subtask, "status") ?? "")
                && subtask.TryGetProperty("status-duration", out var times)
                    ? Before.Sum(state => Math.Max(0, FlinkJson.Number(times, state) ?? 0))
                    : (double?)null
            )
            .ToList();
        return took.Count == 0 || took.Contains(null) ? null : TimeSpan.FromMilliseconds(took.Max()!.Value);
    }
}
