namespace Portal.Core.Jobs.Savepoints;

/// <summary>One place has several spellings: Flink writes <c>file:/a</c>, whoever looks into the folder <c>file:///a</c>.</summary>
public static class SavepointPath
{
    private const string File = "file:";

    public static bool Same(string one, string? other) => other is not null && Normal(one) == Normal(other);

    /// <summary>All that a Flink may write for it.</summary>
    internal static string[] Spellings(string path) =>
        [path, Normal(path), Normal(path).Replace("file:///", "file:/", StringComparison.Ordinal)];

    private static string Normal(string path) =>
        path.StartsWith(File, StringComparison.Ordinal)
            ? $"{File}///{path[File.Length..].Trim('/')}"
            : path.TrimEnd('/');
}
