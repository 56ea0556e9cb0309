namespace Portal.Core.Jobs.Sql;

/// <summary>A table that the statements name: a topic of a cluster.</summary>
/// <param name="Line">0: it stands in no statement.</param>
/// <param name="IsWritten">It stands after INSERT INTO; else it is read.</param>
public sealed record JobTableName(string Cluster, string Topic, bool IsWritten, int Line, int Column)
{
    public string Name => $"{Cluster}.{Topic}";

    /// <summary>A topic that isn't read from statements: <c>prod.orders.large</c> is orders.large on prod.</summary>
    public static JobTableName Declared(string name, bool isWritten)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(name, "", isWritten, 0, 0) : new(name[..dot], name[(dot + 1)..], isWritten, 0, 0);
    }
}
