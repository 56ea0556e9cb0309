using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// In which order a reading requests jobs: what the last one didn't reach in its time is first, and then what was read longest ago. One that was requested and didn't
/// answer has had its turn, so that those that are silent for good keep no others from being read.
/// </summary>
/// <param name="known">By id; a run that isn't among them was never read, and its turn is as old as its start until it is requested.</param>
/// <param name="unanswered">When a run was last requested without an answer, by its id.</param>
internal sealed class JobTurns(
    IReadOnlyDictionary<string, SeenJob> known,
    Dictionary<string, DateTimeOffset> unanswered
)
{
    public IEnumerable<FlinkJob> InTurn(IEnumerable<FlinkJob> jobs) => jobs.OrderBy(Last);

    /// <param name="silent">Those that were requested and didn't answer.</param>
    /// <param name="all">Those that are there: of others nothing is kept.</param>
    public void Had(IEnumerable<string> silent, IEnumerable<FlinkJob> all, DateTimeOffset now)
    {
        foreach (var gone in unanswered.Keys.Except(all.Select(job => job.Id)).ToList())
        {
            unanswered.Remove(gone);
        }

        foreach (var id in silent)
        {
            unanswered[id] = now;
        }
    }

    private DateTimeOffset Last(FlinkJob job)
    {
        DateTimeOffset? tried = unanswered.TryGetValue(job.Id, out var at) ? at : null;
        return new[] { tried, known.GetValueOrDefault(job.Id)?.SeenAt }.Max() ?? job.StartedAt;
    }
}
