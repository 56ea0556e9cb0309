using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private Expression Value()
    {
        var start = Now.At;
        Expects(Expected.Value, _at);
        switch (Now)
        {
            case { Kind: TokenKind.Number }:
                return Number(Next());
            case { Kind: TokenKind.Text, Value: var text }:
                _at++;
                return new LiteralExpression(start, text, new SqlType(TypeRoot.Char, text.Length).NotNull);
            case { Kind: TokenKind.Quoted }:
                return Reference();
            case var _ when Take("("):
                return Parenthesized(start);
            case { Kind: not TokenKind.Word }:
                throw Unexpected();
        }

        return Now.Value.ToUpperInvariant() switch
        {
            "TRUE" or "FALSE" => new LiteralExpression(start, Next().Is("TRUE"), SqlType.Boolean.NotNull),
            "NULL" when _at++ >= 0 => new LiteralExpression(start, null, SqlType.Null),
            "DATE" or "TIME" or "TIMESTAMP" when Ahead(1).Kind == TokenKind.Text => Moment(),
            "X" when Ahead(1).Kind == TokenKind.Text => Binary(),
            "INTERVAL" => Interval(),
            "CASE" => Case(),
            "CAST" or "TRY_CAST" => Cast(),
            "ARRAY" or "MAP" when Ahead(1).Is("[") => Collection(),
            "ROW" when Ahead(1).Is("(") => Collection(),
            "EXISTS" when Ahead(1).Is("(") => Exists(start),
            "LEFT" or "RIGHT" or "ROW" or "SET" when Ahead(1).Is("(") => Call(),
            _ when Ahead(1).Is("(") => Call(),
            "CURRENT_TIMESTAMP" or "CURRENT_DATE" or "CURRENT_TIME" or "LOCALTIMESTAMP" or "LOCALTIME" =>
                new CallExpression(start, Next().Value.ToUpperInvariant(), []),
            _ => Reference(),
        };
    }

    private ExistsExpression Exists(Place start)
    {
        Expect("EXISTS");
        Expect("(");
        var query = Query();
        Expect(")");
        return new(From(start), query);
    }

    private Expression Parenthesized(Place start)
    {
        if (Now.Is("SELECT") || Now.Is("WITH"))
        {
            throw SqlException.Unsupported(Now.At, "A query as a value", "Write it as a join.");
        }

        var items = List(Expression);
        Expect(")");
        return items is [var only] ? only : new ConstructorExpression(From(start), "ROW", items);
    }

    private NameExpression Reference()
    {
        var start = Now.At;
        var parts = ImmutableArray.Create(Name(Expected.Value));
        while (Now.Is(".") && Ahead(1).IsName)
        {
            _at++;
            parts = parts.Add(Next().Value);
        }

        return new(From(start), parts);
    }

    private static LiteralExpression Number(Token token)
    {
        var text = token.Value;
        if (text.Contains('e', StringComparison.OrdinalIgnoreCase))
        {
            return new(token.At, double.Parse(text, CultureInfo.InvariantCulture), SqlType.Double.NotNull);
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole))
        {
            return new(token.At, whole, (whole <= int.MaxValue ? SqlType.Int : SqlType.BigInt).NotNull);
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        var digits = text.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(token.At, number, SqlType.Decimal(Math.Max(digits, Math.Max(scale, 1)), scale).NotNull)
            : throw SqlException.At(token.At, $"Numeric literal '{text}' has more digits than are supported (28).");
    }

    private LiteralExpression Binary()
    {
        var start = Next().At;
        var digits = Text();
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
        {
            throw SqlException.At(
                From(start),
                $"Binary literal '{digits}' must consist of an even number of hexadecimal digits"
            );
        }

        return new(From(start), Convert.FromHexString(digits), new SqlType(TypeRoot.Bytes, digits.Length / 2).NotNull);
    }

    private LiteralExpression Moment()
    {
        var what = Next().Value.ToUpperInvariant();
        var at = Before.At;
        var text = Text();
        try
        {
            return what switch
            {
                "DATE" => new(From(at), DateOnly.FromDateTime(TimeText.Timestamp(text, "date")), SqlType.Date.NotNull),
                "TIME" => new(From(at), TimeText.Time(text), SqlType.Time.NotNull),
                _ => new(From(at), TimeText.Timestamp(text), SqlType.Timestamp(FractionOf(text)).NotNull),
            };
        }
        catch (SqlDataException unread)
        {
            throw SqlException.At(From(at), $"Illegal {what} literal '{text}': {unread.Message}");
        }
    }

    private static int FractionOf(string text) =>
        text.LastIndexOf('.') is >= 0 and var point ? Math.Min(9, text.Length - point - 1) : 0;
}
