using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// In which order a reading requests jobs: what the last one didn't reach in its time is first, and then what was read longest ago. One that was requested and didn't
/// answer has had its turn, so that those that are silent for good keep no others from being read.
/// </summary>
/// <param name="known">By id; a run that isn't among them was never read, and its turn is as old as its start until it is requested.</param>
/// <param name="unread">When a run was last requested that was never read, by its id: it has no row that could keep it.</param>
internal sealed class JobTurns(IReadOnlyDictionary<string, SeenJob> known, Dictionary<string, DateTimeOffset> unread)
{
    public IEnumerable<FlinkJob> InTurn(IEnumerable<FlinkJob> jobs) => jobs.OrderBy(Last);

    /// <param name="silent">Those that were requested and didn't answer.</param>
    /// <param name="all">Those that are there: of others nothing is kept.</param>
    public void Had(IEnumerable<string> silent, IEnumerable<FlinkJob> all, DateTimeOffset now)
    {
        foreach (var gone in unread.Keys.Except(all.Select(job => job.Id)).ToList())
        {
            unread.Remove(gone);
        }

        foreach (var id in silent)
        {
            if (known.GetValueOrDefault(id) is { } run)
            {
                run.Facts = run.Facts with { UnansweredAt = now };
            }
            else
            {
                unread[id] = now;
            }
        }
    }

    private DateTimeOffset Last(FlinkJob job) =>
        known.GetValueOrDefault(job.Id) is { } run ? Turn(run)
        : unread.TryGetValue(job.Id, out var tried) ? tried
        : job.StartedAt;

    private static DateTimeOffset Turn(SeenJob run) =>
        run.Facts.UnansweredAt is { } tried && tried > run.SeenAt ? tried : run.SeenAt;
}
