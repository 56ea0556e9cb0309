using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Each row once for each part of an array or map of it, with that part behind it.</summary>
/// <param name="parts">Of a row; none for NULL.</param>
/// <param name="width">How many values a part has.</param>
/// <param name="condition">Of a row with a part behind it; null: all stay.</param>
/// <param name="isOuter">A row of which no part stays goes on once, with NULL.</param>
public sealed class Unnest(
    Func<object?[], IEnumerable<object?[]>> parts,
    int width,
    Func<object?[], object?>? condition,
    bool isOuter
) : Operator
{
    protected override void Process(int input, Change change)
    {
        var isAlone = isOuter;
        foreach (var part in parts(change.Row))
        {
            object?[] row = [.. change.Row, .. part];
            if (condition is null || condition(row) is true)
            {
                Emit(change.Kind, row);
                isAlone = false;
            }
        }

        if (isAlone)
        {
            Emit(change.Kind, [.. change.Row, .. new object?[width]]);
        }
    }
}
