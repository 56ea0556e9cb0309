using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private Statement Create()
    {
        var start = Next().At;
        if (Take("OR"))
        {
            throw SqlException.Unsupported(start, "CREATE OR REPLACE", "DROP it first.");
        }

        Take("TEMPORARY");
        ExpectsOneOf(Made);
        return Next().Value.ToUpperInvariant() switch
        {
            "TABLE" => Table(start),
            "VIEW" => View(start),
            "DATABASE" => Database(start),
            var what => throw SqlException.Unsupported(
                Before.At,
                $"CREATE {what}",
                "There are tables, views and databases."
            ),
        };
    }

    private CreateDatabase Database(Place start)
    {
        var ifNotExists = Take("IF", "NOT", "EXISTS");
        var name = Path()[^1];
        return new(From(start), name, ifNotExists);
    }

    private CreateView View(Place start)
    {
        var ifNotExists = Take("IF", "NOT", "EXISTS");
        var name = Path();
        var columns = Now.Is("(") ? InParentheses(Name) : [];
        Expect("AS");
        var query = Query();
        return new(From(start), name, columns, query) { IfNotExists = ifNotExists };
    }

    private CreateTable Table(Place start)
    {
        var ifNotExists = Take("IF", "NOT", "EXISTS");
        var name = Path();
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>();
        WatermarkDefinition? watermark = null;
        ImmutableArray<string> key = [];
        Expect("(");
        do
        {
            if (Sees("WATERMARK", "FOR"))
            {
                watermark = Watermark();
            }
            else if (Is("PRIMARY") || Is("CONSTRAINT"))
            {
                key = PrimaryKey();
            }
            else
            {
                columns.Add(Column(ref key));
            }
        } while (Take(","));
        Expect(")");
        if (Take("COMMENT"))
        {
            Text();
        }

        var options = Take("WITH") ? InParentheses(TableOption) : [];
        return new(From(start), name, ifNotExists)
        {
            Columns = columns.ToImmutable(),
            Watermark = watermark,
            PrimaryKey = key,
            Options = options.ToImmutableDictionary(StringComparer.Ordinal),
        };
    }
}
