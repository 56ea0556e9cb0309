namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>The name that was meant, among those that there are.</summary>
internal static class Nearest
{
    /// <summary>Null where none is near enough to be meant.</summary>
    public static string? To(string typed, IEnumerable<string> names) =>
        names
            .Select(name => (Name: name, Far: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(near => near.Far <= Math.Max(1, Math.Min(typed.Length, near.Name.Length) / 3))
            .OrderBy(near => near.Far)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name)
            .FirstOrDefault();

    /// <summary>Characters to be inserted, left out, replaced, or swapped with their neighbour.</summary>
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= other.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[one.Length, other.Length];
    }
}
