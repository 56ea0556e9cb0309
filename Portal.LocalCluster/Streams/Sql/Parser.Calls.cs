using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly Dictionary<string, double> Seconds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DAY"] = 86_400,
        ["HOUR"] = 3_600,
        ["MINUTE"] = 60,
        ["SECOND"] = 1,
        ["WEEK"] = 604_800,
    };

    private Expression Call()
    {
        var start = Now.At;
        var name = Next().Value.ToUpperInvariant();
        Expect("(");
        var call = name switch
        {
            "EXTRACT" => Extract(start),
            "TRIM" => Trim(start),
            "POSITION" => Position(start),
            "SUBSTRING" or "OVERLAY" => Substring(start, name),
            "TIMESTAMPADD" or "TIMESTAMPDIFF" => Between(start, name),
            "CEIL" or "FLOOR" => Rounded(start, name),
            _ => Plain(start, name),
        };
        if (Take("FILTER"))
        {
            Expect("(", "WHERE");
            call = call with { Filter = Expression() };
            Expect(")");
        }

        return Take("OVER") ? call with { Over = Over(), At = From(start) } : call;
    }

    private CallExpression Plain(Place start, string name)
    {
        if (Take("*"))
        {
            Expect(")");
            return new(From(start), name, []) { IsStar = true };
        }

        var isDistinct = Take("DISTINCT");
        Take("ALL");
        var arguments = Now.Is(")") ? [] : List(Expression);
        var returning = Take("RETURNING") ? Type() : null;
        if (Now.Is("NULL") || Now.Is("ERROR") || Now.Is("DEFAULT") || Now.Is("WITH") || Now.Is("WITHOUT"))
        {
            throw SqlException.Unsupported(
                Now.At,
                $"{Now.Value.ToUpperInvariant()} in {name}",
                "What isn't found is NULL."
            );
        }

        Expect(")");
        return new(From(start), name, arguments) { IsDistinct = isDistinct, Returning = returning };
    }
}
