namespace Portal.LocalCluster.Streams.Types;

/// <summary>What a row of a changelog does; numbered and written as in Flink.</summary>
public enum RowKind : byte
{
    Insert,
    UpdateBefore,
    UpdateAfter,
    Delete,
}

/// <summary>A row that comes or goes. Rows are never changed once they are made.</summary>
public readonly record struct Change(RowKind Kind, object?[] Row)
{
    public bool Adds => Kind is RowKind.Insert or RowKind.UpdateAfter;

    public static Change Insert(object?[] row) => new(RowKind.Insert, row);
}
