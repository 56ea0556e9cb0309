using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>Lets go what is over, and counts what is left.</summary>
    /// <returns>Its bytes.</returns>
    /// <exception cref="SqlDataException">It is more than may be kept.</exception>
    public long CheckState()
    {
        foreach (var each in plan.Operators)
        {
            each.Expire();
        }

        var rows = plan.Operators.Sum(o => o.StateRows);
        if (rows > settings.MostStateRows)
        {
            throw new SqlDataException(
                $"The job keeps {rows:N0} rows of state; {settings.MostStateRows:N0} are the most (LocalCluster:MaxStateRows). Group by fewer keys, use windows, or run the job on real Flink."
            );
        }

        var bytes = rows == 0 ? 0 : plan.Operators.Sum(Measured);
        if (bytes > settings.MostStateBytes)
        {
            throw new SqlDataException(
                $"The job keeps {bytes:N0} bytes of state; {settings.MostStateBytes:N0} are the most (LocalCluster:MaxStateBytes). Keep shorter columns, group by fewer keys, use windows, or run the job on real Flink."
            );
        }

        return bytes;
    }

    // As a snapshot would write it, without keeping it.
    private static long Measured(Operator one)
    {
        if (one.StateRows == 0)
        {
            return 0;
        }

        using var bytes = new StateStream(Stream.Null);
        using (var to = new StateWriter(bytes))
        {
            one.Save(to);
        }

        return bytes.Length;
    }
}
