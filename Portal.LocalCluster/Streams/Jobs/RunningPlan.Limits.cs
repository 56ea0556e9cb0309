using Portal.LocalCluster.Streams.Subtasks;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>Lets go what is over, and counts what is left.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="SqlDataException">It is more than may be kept.</exception>
    public long CheckState()
    {
        foreach (var each in _subtasks is null ? plan.Operators : [])
        {
            each.Expire();
        }

        var (rows, bytes) = _subtasks?.State ?? StateSize.Of(plan.Operators);
        if (rows > settings.MostStateRows)
        {
            throw new SqlDataException(
                $"The job keeps {rows:N0} rows of state; {settings.MostStateRows:N0} are the most (LocalCluster:MaxStateRows). Group by fewer keys, use windows, or run the job on real Flink."
            );
        }

        if (bytes > settings.MostStateBytes)
        {
            throw new SqlDataException(
                $"The job keeps {bytes:N0} bytes of state; {settings.MostStateBytes:N0} are the most (LocalCluster:MaxStateBytes). Keep shorter columns, group by fewer keys, use windows, or run the job on real Flink."
            );
        }

        return bytes;
    }
}
