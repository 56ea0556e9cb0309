using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Before a table with columns that take no NULL: such a row fails the job, or is left out where an option says so.</summary>
public sealed class NotNull((int Column, string Name)[] required, bool drops) : Operator
{
    protected override void Process(int input, Change change)
    {
        foreach (var (column, name) in required)
        {
            if (change.Row[column] is null)
            {
                if (drops)
                {
                    return;
                }

                throw new SqlDataException(
                    $"Column '{name}' is NOT NULL, however, a null value is being written into it. You can set job configuration 'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and drop such records silently."
                );
            }
        }

        Emit(change);
    }
}
