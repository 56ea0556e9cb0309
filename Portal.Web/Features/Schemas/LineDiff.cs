namespace Portal.Web.Features.Schemas;

public enum LineChange
{
    Kept,
    Added,
    Removed,
}

public sealed record DiffLine(LineChange Change, string Text);

/// <summary>Two texts line by line: what both have in the same order is kept (the longest such part), the rest was removed or added.</summary>
public static class LineDiff
{
    // Beyond it the table would be larger than a page bears: then all of the one was removed and all of the other added.
    private const int MostLines = 1_500;

    public static IReadOnlyList<DiffLine> Of(string before, string after)
    {
        var (from, to) = (Lines(before), Lines(after));
        if (from.Length > MostLines || to.Length > MostLines)
        {
            return [.. from.Select(Removed), .. to.Select(Added)];
        }

        var common = Common(from, to);
        var lines = new List<DiffLine>(from.Length + to.Length);
        var (i, j) = (0, 0);
        while (i < from.Length || j < to.Length)
        {
            if (i < from.Length && j < to.Length && from[i] == to[j])
            {
                lines.Add(new(LineChange.Kept, from[i++]));
                j++;
            }
            else if (j == to.Length || (i < from.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(Removed(from[i++]));
            }
            else
            {
                lines.Add(Added(to[j++]));
            }
        }

        return lines;
    }

    // How many lines the rests of both have in common, from each place on.
    private static int[,] Common(string[] from, string[] to)
    {
        var common = new int[from.Length + 1, to.Length + 1];
        for (var i = from.Length - 1; i >= 0; i--)
        {
            for (var j = to.Length - 1; j >= 0; j--)
            {
                common[i, j] =
                    from[i] == to[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").Split('\n');

    private static DiffLine Removed(string text) => new(LineChange.Removed, text);

    private static DiffLine Added(string text) => new(LineChange.Added, text);
}
