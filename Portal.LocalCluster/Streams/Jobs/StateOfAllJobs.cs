using System.Collections.Concurrent;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>
/// The bytes of state that the jobs of this process keep together. They share its memory with the brokers, so one job too many must not end all:
/// beyond the bound the largest fails.
/// </summary>
public sealed class StateOfAllJobs(long most)
{
    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <exception cref="SqlDataException">All together keep more than they may, and this job the most.</exception>
    public void Keeps(string job, long bytes)
    {
        _bytes[job] = bytes;
        var all = _bytes.Values.ToArray();
        if (all.Sum() is var sum && sum > most && bytes == all.Max())
        {
            throw new SqlDataException(
                $"The jobs keep {sum:N0} bytes of state together; {most:N0} are the most (LocalCluster:MaxStateBytesOfAllJobs). This one keeps {bytes:N0}, the most of all. Stop other jobs, keep less, or run the job on real Flink."
            );
        }
    }

    public void KeepsNothing(string job) => _bytes.TryRemove(job, out _);
}
