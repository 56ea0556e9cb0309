namespace Portal.Core.Store;

/// <summary>What a person typed, as a literal part of a LIKE pattern.</summary>
public static class LikePattern
{
    /// <summary>Goes with every pattern: without it the provider says that nothing escapes.</summary>
    public const string EscapeCharacter = @"\";

    public static string Escape(string typed) =>
        typed
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
