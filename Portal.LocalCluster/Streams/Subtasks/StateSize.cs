using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>How much state operators keep.</summary>
/// <param name="Bytes">As a snapshot would write it.</param>
internal sealed record StateSize(long Rows, long Bytes)
{
    public static readonly StateSize None = new(0, 0);

    public static StateSize Of(IEnumerable<Operator> operators) =>
        operators.Aggregate(None, (sum, one) => sum.With(new(one.StateRows, Measured(one))));

    public StateSize With(StateSize other) => new(Rows + other.Rows, Bytes + other.Bytes);

    // Without keeping it.
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
