namespace Portal.Core.Jobs.Savepoints;

/// <summary>One place has several spellings: Flink writes <c>file:/a</c>, whoever looks into the folder <c>file:///a</c>.</summary>
public static class SavepointPath
{
    private const string File = "file:";

    public static bool Same(string one, string? other) => other is not null && Address(one) == Address(other);

    /// <summary>It lies in a folder of that run, as its checkpoints do.</summary>
    public static bool IsOf(string jobId, string? path) =>
        path?.Contains($"/{jobId}/", StringComparison.Ordinal) == true;

    /// <summary>All that a Flink may write for it.</summary>
    internal static string[] Spellings(string path) =>
        [path, Address(path), Address(path).Replace("file:///", "file:/", StringComparison.Ordinal)];

    /// <summary>The spelling that .NET takes for an address too.</summary>
    public static string Address(string path) =>
        path.StartsWith(File, StringComparison.Ordinal)
            ? $"{File}///{path[File.Length..].Trim('/')}"
            : path.TrimEnd('/');
}
