using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private Statement Statement()
    {
        var start = Now.At;
        ExpectsOneOf(First);
        return Now.Value.ToUpperInvariant() switch
        {
            "CREATE" => Create(),
            "DROP" => Dropped(),
            "INSERT" => Inserted(),
            "EXECUTE" or "BEGIN" => Set(),
            "EXPLAIN" => Explained(),
            "DESCRIBE" or "DESC" when _at++ >= 0 => Described(start),
            "SHOW" when _at++ >= 0 => Showing(start),
            "USE" when _at++ >= 0 => new Use(start, Take("CATALOG") ? "default_database" : Path()[^1]),
            "SET" when _at++ >= 0 => Option(start),
            "RESET" when _at++ >= 0 => new ResetOption(start, Now.Kind == TokenKind.Text ? Text() : null),
            "SELECT" or "WITH" or "VALUES" or "(" => Selected(start),
            _ => throw Unexpected(),
        };
    }

    private SelectStatement Selected(Place start)
    {
        var query = Query();
        return new(From(start), query);
    }

    private Insert Inserted()
    {
        var start = Now.At;
        Expect("INSERT");
        if (Now.Is("OVERWRITE"))
        {
            throw SqlException.Unsupported(Now.At, "INSERT OVERWRITE", "A topic is written with INSERT INTO.");
        }

        Expect("INTO");
        var into = Path(Expected.Table);
        var columns = Now.Is("(") && Ahead(1).IsName && !Ahead(1).Is("SELECT") ? InParentheses(Name) : [];
        var query = Query();
        return new(From(start), into, columns, query);
    }

    private StatementSet Set()
    {
        var start = Now.At;
        Take("EXECUTE");
        var isSet = Take("STATEMENT", "SET") || Take("BEGIN", "STATEMENT", "SET");
        if (!isSet)
        {
            var only = Inserted();
            return new(From(start), [only]);
        }

        Take("BEGIN");
        Take(";");
        var inserts = ImmutableArray.CreateBuilder<Insert>();
        while (!Is("END"))
        {
            inserts.Add(Inserted());
            Expect(";");
        }

        Expect("END");
        return inserts.Count == 0
            ? throw SqlException.Syntax("A statement set without INSERT", start)
            : new(From(start), inserts.ToImmutable());
    }

    private Explain Explained()
    {
        var start = Next().At;
        Take("PLAN", "FOR");
        var of = Statement();
        return of is Insert or StatementSet or SelectStatement
            ? new(From(start), of)
            : throw SqlException.At(of.At, "EXPLAIN takes a query or an INSERT.");
    }

    private Describe Described(Place start)
    {
        Take("TABLE");
        var name = Path(Expected.Table);
        return new(From(start), name);
    }

    private Show Showing(Place start)
    {
        ExpectsOneOf(Shown);
        var what = Now.Value.ToUpperInvariant();
        if (!Shown.Contains(what))
        {
            throw Unexpected();
        }

        _at++;
        return new(From(start), what);
    }

    private SetOption Option(Place start)
    {
        if (Now.Kind != TokenKind.Text)
        {
            return Now.Kind == TokenKind.End || Now.Is(";") ? new(start, null, null) : throw Unexpected(Expected.Text);
        }

        var key = Text();
        Expect("=");
        var value = Text();
        return new(From(start), key, value);
    }

    private Statement Dropped()
    {
        var start = Next().At;
        Take("TEMPORARY");
        ExpectsOneOf(Made);
        var what = Next().Value.ToUpperInvariant();
        if (what is not ("TABLE" or "VIEW" or "DATABASE"))
        {
            throw SqlException.Unsupported(Before.At, $"DROP {what}", "There are tables, views and databases.");
        }

        var ifExists = Take("IF", "EXISTS");
        var name = Path(what == "DATABASE" ? Expected.Name : Expected.Table);
        return new Drop(From(start), what, name, ifExists);
    }
}
