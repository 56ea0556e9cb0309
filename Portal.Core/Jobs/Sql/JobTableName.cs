namespace Portal.Core.Jobs.Sql;

/// <summary>A table that the statements name: a topic of a cluster.</summary>
/// <param name="IsWritten">It stands after INSERT INTO; else it is read.</param>
public sealed record JobTableName(string Cluster, string Topic, bool IsWritten, int Line, int Column)
{
    public string Name => $"{Cluster}.{Topic}";
}
