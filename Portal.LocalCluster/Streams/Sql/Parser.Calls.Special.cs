using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private CallExpression Extract(Place start)
    {
        var unit = Next().Value.ToUpperInvariant();
        Expect("FROM");
        var of = Expression();
        Expect(")");
        return new(From(start), $"EXTRACT {unit}", [of]);
    }

    private CallExpression Rounded(Place start, string name)
    {
        var of = Expression();
        var unit = Take("TO") ? $" {Next().Value.ToUpperInvariant()}" : "";
        Expect(")");
        return new(From(start), name + unit, [of]);
    }

    private CallExpression Trim(Place start)
    {
        var where =
            Take("LEADING") ? "LTRIM"
            : Take("TRAILING") ? "RTRIM"
            : "BTRIM";
        Take("BOTH");
        var first = Now.Is("FROM") ? null : Expression();
        ImmutableArray<Expression> arguments = Take("FROM")
            ? [Expression(), .. first is null ? [] : new[] { first }]
            : [first!];
        Expect(")");
        return new(From(start), where, arguments);
    }

    private CallExpression Position(Place start)
    {
        var what = Sum();
        Expect("IN");
        var of = Sum();
        Expect(")");
        return new(From(start), "POSITION", [what, of]);
    }

    private CallExpression Substring(Place start, string name)
    {
        var arguments = ImmutableArray.Create(Expression());
        while (Take("FROM") || Take("FOR") || Take("PLACING") || Take(","))
        {
            arguments = arguments.Add(Expression());
        }

        Expect(")");
        return new(From(start), name, arguments);
    }

    private CallExpression Between(Place start, string name)
    {
        var unit = Next().Value.ToUpperInvariant();
        Expect(",");
        var arguments = List(Expression);
        Expect(")");
        return new(From(start), $"{name} {unit}", arguments);
    }

    private LiteralExpression Interval()
    {
        var start = Next().At;
        var sign = Take("-") ? -1 : 1;
        var text = Now.Kind == TokenKind.Number ? Next().Value : Text();
        var unit = Next().Value.ToUpperInvariant().TrimEnd('S');
        Length();
        var to = Take("TO") ? Next().Value.ToUpperInvariant().TrimEnd('S') : null;
        var at = From(start);
        if (to is null && double.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            number *= sign;
            if (Seconds.TryGetValue(unit, out var seconds))
            {
                return new(
                    at,
                    TimeSpan.FromMilliseconds(Math.Round(number * seconds * 1000)),
                    SqlType.Interval.NotNull
                );
            }

            if (unit is "YEAR" or "MONTH" or "QUARTER")
            {
                return new(
                    at,
                    (long)number
                        * (
                            unit == "YEAR" ? 12
                            : unit == "QUARTER" ? 3
                            : 1
                        ),
                    SqlType.Months.NotNull
                );
            }
        }
        else if (to is not null && IntervalText.Span(text, unit, to) is { } span)
        {
            return new(at, span * sign, SqlType.Interval.NotNull);
        }

        throw SqlException.At(
            at,
            $"Illegal interval literal format '{text}' for INTERVAL {unit}{(to is null ? "" : $" TO {to}")}"
        );
    }
}
