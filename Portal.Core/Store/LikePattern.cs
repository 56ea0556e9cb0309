using System.Text;

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

    /// <summary>
    /// Finds by ILIKE what has the typed text in it, in columns with the collation "C", whose upper and lower case are those of ASCII: of another
    /// text it would find less than .NET does, and is null.
    /// </summary>
    public static string? Containing(string? typed) =>
        typed is not null && Ascii.IsValid(typed) ? $"%{Escape(typed)}%" : null;
}
