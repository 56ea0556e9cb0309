namespace Portal.LocalCluster.Streams.Operators;

/// <summary>By what the rows of an input are divided among subtasks: all rows of a key come to the same one.</summary>
/// <param name="width">How many values it has.</param>
public sealed class RowKey(int width, Func<object?[], object?[]> of)
{
    /// <summary>All rows have the same, so one subtask takes them all.</summary>
    public bool IsGlobal => width == 0;

    public static RowKey Columns(Func<object?[], object?>[] columns) =>
        new(columns.Length, row => Array.ConvertAll(columns, column => column(row)));

    public static RowKey Places(int[] places) =>
        new(places.Length, row => Array.ConvertAll(places, place => row[place]));

    public object?[] Of(object?[] row) => of(row);
}
