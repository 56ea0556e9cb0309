namespace Portal.LocalCluster.Streams.Sql;

/// <summary>What stands in a row is a tree as deep as the row is long: too deep a one would end the process.</summary>
public sealed partial class Parser
{
    private const int MostLinks = 1_000;
    private const int MostTables = 300;
    private int _links;
    private int _tables;
    private bool _isWithin;

    private Expression Expression()
    {
        var isWhole = !_isWithin;
        _links = isWhole ? 0 : _links;
        _isWithin = true;
        var result = Deeper(Or);
        _isWithin = !isWhole;
        return result;
    }

    /// <summary>One more operand in an expression's row; the first one is nested no deeper than its parentheses.</summary>
    private void Link(int before)
    {
        if (before > 1 && ++_links > MostLinks)
        {
            throw TooMany(MostLinks, "operands in a row", Now.At);
        }
    }

    private void LinkTable()
    {
        if (++_tables > MostTables)
        {
            throw TooMany(MostTables, "queries and tables in UNIONs and joins", Now.At);
        }
    }

    private static SqlException TooMany(int most, string what, Place at) =>
        SqlException.Syntax($"The statement has more than {most:N0} {what}", at);
}
