namespace Portal.Core.Jobs.Sql;

/// <summary>Names as statements write them.</summary>
public static class SqlName
{
    /// <summary>Between backticks where it holds more than letters, digits and underscores. Words of SQL are quoted before a statement runs.</summary>
    public static string Of(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
