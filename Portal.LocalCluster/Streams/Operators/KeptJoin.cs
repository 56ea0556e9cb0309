using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>A join that keeps the rows of both sides for good, or as long as their lifetime is.</summary>
public abstract class KeptJoin(JoinSide left, JoinSide right, string layout) : Operator(inputs: 2)
{
    public override long StateRows => left.Count + right.Count;

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => (input == 0 ? left : right).Key;

    protected JoinSide Left => left;

    protected JoinSide Right => right;

    protected static void Keep(JoinSide side, object?[] key, Change change, int matches)
    {
        if (change.Adds)
        {
            side.Add(key, change.Row).Matches = matches;
        }
        else
        {
            side.Remove(key, change.Row);
        }
    }

    public override void Expire()
    {
        left.Expire();
        right.Expire();
    }

    public override void Save(StateWriter to)
    {
        left.Save(to);
        right.Save(to);
        left.SaveTimes(to);
        right.SaveTimes(to);
    }

    public override void Restore(StateReader from)
    {
        var (ofLeft, ofRight) = (left.Restore(from), right.Restore(from));
        left.RestoreTimes(from, ofLeft);
        right.RestoreTimes(from, ofRight);
    }
}
