namespace Portal.LocalCluster.Streams.Sql;

/// <summary>Where something stands in a statement, counted from 1; the end is its last character.</summary>
public readonly record struct Place(int Line, int Column, int EndLine, int EndColumn)
{
    public Place To(Place end) => new(Line, Column, end.EndLine, end.EndColumn);

    /// <summary>As Flink's planner words it.</summary>
    public override string ToString() =>
        (Line, Column) == (EndLine, EndColumn)
            ? $"At line {Line}, column {Column}"
            : $"From line {Line}, column {Column} to line {EndLine}, column {EndColumn}";
}

/// <summary>A statement that can't be taken; its message is for whoever wrote it.</summary>
/// <param name="exceptionClass">The Java class by which Flink would report it.</param>
public sealed class SqlException(string message, string exceptionClass = SqlException.Validation) : Exception(message)
{
    public const string Validation = "org.apache.flink.table.api.ValidationException";
    public const string Table = "org.apache.flink.table.api.TableException";
    private const string Parser = "org.apache.flink.table.api.SqlParserException";

    public string ExceptionClass => exceptionClass;

    /// <summary>It isn't SQL.</summary>
    /// <param name="expected">What may stand there instead.</param>
    public static SqlException Syntax(string words, Place at, params IReadOnlyCollection<string> expected)
    {
        var names = expected
            .Select(what =>
                what is Expected.Table ? $"{Expected.Name} ..."
                : Expected.IsKind(what) ? $"{what} ..."
                : $"\"{what}\" ..."
            )
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var may = names.Count switch
        {
            0 => "",
            1 => $"\nWas expecting:\n    {names[0]}",
            _ => $"\nWas expecting one of:\n{string.Join('\n', names.Select(name => $"    {name}"))}",
        };
        return new($"SQL parse failed. {words} at line {at.Line}, column {at.Column}.{may}", Parser);
    }

    /// <summary>It is SQL and means nothing here.</summary>
    public static SqlException At(Place at, string words) => new($"SQL validation failed. {at}: {words}");

    /// <summary>Flink does it; this runtime doesn't.</summary>
    public static SqlException Unsupported(Place at, string what, string instead) =>
        At(at, $"{what} isn't supported by the local cluster's stream runtime. {instead}");
}
