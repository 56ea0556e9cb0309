using System.Collections.Immutable;
using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private const int DefaultDigits = 6;

    private SqlType Type()
    {
        var type = Bare();
        for (; Take("ARRAY"); type = SqlType.ArrayOf(type)) { }

        var isNotNull = Take("NOT", "NULL");
        Take("NULL");
        return isNotNull ? type.NotNull : type;
    }

    private SqlType Bare()
    {
        var at = Now.At;
        Expects(Expected.Type, _at);
        return Next().Value.ToUpperInvariant() switch
        {
            "BOOLEAN" => SqlType.Boolean,
            "TINYINT" => new(TypeRoot.TinyInt),
            "SMALLINT" => new(TypeRoot.SmallInt),
            "INT" or "INTEGER" => SqlType.Int,
            "BIGINT" => SqlType.BigInt,
            "FLOAT" or "REAL" => new(TypeRoot.Float),
            "DOUBLE" => WithOptional(() => Take("PRECISION"), SqlType.Double),
            "DECIMAL" or "NUMERIC" or "DEC" => Decimal(at),
            "STRING" => SqlType.String,
            "VARCHAR" => new(TypeRoot.String, Length() ?? 1),
            "CHAR" => new(TypeRoot.Char, Length() ?? 1),
            "BYTES" => SqlType.Bytes,
            "VARBINARY" or "BINARY" => new(TypeRoot.Bytes, Length() ?? 1),
            "DATE" => SqlType.Date,
            "TIME" => WithOptional(() => Length() is not null, SqlType.Time),
            "TIMESTAMP" => Timestamp(at),
            "TIMESTAMP_LTZ" => SqlType.Instant(Digits(at)),
            "ARRAY" => SqlType.ArrayOf(InAngles(Type)[0]),
            "MAP" => InAngles(Type) is [var key, var value] ? SqlType.MapOf(key, value) : throw Unexpected(","),
            "ROW" => Row(),
            var other => throw SqlException.At(
                at,
                $"Type '{other}' isn't supported by the local cluster's stream runtime. It has BOOLEAN, integers, FLOAT, DOUBLE, DECIMAL, STRING, BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, ARRAY, MAP and ROW."
            ),
        };
    }

    private SqlType Timestamp(Place at)
    {
        var digits = Digits(at);
        if (Take("WITH", "LOCAL", "TIME", "ZONE"))
        {
            return SqlType.Instant(digits);
        }

        return WithOptional(() => Take("WITHOUT", "TIME", "ZONE"), SqlType.Timestamp(digits));
    }

    /// <summary>Words that may follow a type and don't change it.</summary>
    private static SqlType WithOptional(Func<bool> words, SqlType type)
    {
        words();
        return type;
    }

    private int Digits(Place at) =>
        Length() is not { } digits ? DefaultDigits
        : digits <= 9 ? digits
        : throw SqlException.At(at, "A timestamp has 0 to 9 digits after its second.");

    private SqlType Decimal(Place at)
    {
        if (!Take("("))
        {
            return SqlType.Decimal(10, 0);
        }

        var precision = Whole();
        var scale = Take(",") ? Whole() : 0;
        Expect(")");
        return precision is >= 1 and <= SqlType.MostDigits && scale <= precision
            ? SqlType.Decimal(precision, scale)
            : throw SqlException.At(
                at,
                $"Decimal precision must be between 1 and {SqlType.MostDigits} (both inclusive), its scale at most that."
            );
    }

    private SqlType Row()
    {
        var closing = Now.Is("(") ? ")" : ">";
        Expect(closing == ")" ? "(" : "<");
        var fields = List(() => (Name: Name(), Type: Type()));
        Expect(closing);
        return new(TypeRoot.Row) { Items = [.. fields.Select(f => f.Type)], Names = [.. fields.Select(f => f.Name)] };
    }

    private ImmutableArray<T> InAngles<T>(Func<T> item)
    {
        // MAP<STRING, ARRAY<INT>> ends in two signs of which the lexer makes no pair.
        Expect("<");
        var items = List(item);
        Expect(">");
        return items;
    }

    private int? Length()
    {
        if (!Take("("))
        {
            return null;
        }

        var length = Whole();
        Expect(")");
        return length;
    }

    private int Whole() =>
        Now.Kind == TokenKind.Number
        && int.TryParse(Now.Value, CultureInfo.InvariantCulture, out var number)
        && _at++ >= 0
            ? number
            : throw Unexpected(Expected.Number);
}
