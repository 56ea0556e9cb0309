using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Types;

public enum TypeRoot
{
    Null,
    Boolean,
    TinyInt,
    SmallInt,
    Int,
    BigInt,
    Float,
    Double,
    Decimal,
    Char,
    String,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampLtz,
    Months,
    Interval,
    Array,
    Map,
    Row,
}

/// <summary>
/// A type of Flink's SQL. How its values look here: all integers as <see cref="long"/>, FLOAT as <see cref="float"/>, DOUBLE as
/// <see cref="double"/>, DECIMAL as <see cref="decimal"/>, DATE as <see cref="DateOnly"/>, TIME as <see cref="TimeOnly"/>, TIMESTAMP as
/// <see cref="DateTime"/>, TIMESTAMP_LTZ as <see cref="DateTimeOffset"/> of offset 0, intervals as <see cref="TimeSpan"/> or, of months,
/// <see cref="long"/>, ARRAY and ROW as object?[], MAP as a <see cref="SqlMap"/>.
/// </summary>
/// <param name="Length">Of text; digits of a DECIMAL; digits after a TIMESTAMP's second.</param>
public sealed record SqlType(TypeRoot Root, int Length = 0, int Scale = 0, bool IsNullable = true)
{
    public const int MostDigits = 38;
    public const int Unlimited = int.MaxValue;

    public static readonly SqlType Null = new(TypeRoot.Null);
    public static readonly SqlType Boolean = new(TypeRoot.Boolean);
    public static readonly SqlType Int = new(TypeRoot.Int);
    public static readonly SqlType BigInt = new(TypeRoot.BigInt);
    public static readonly SqlType Double = new(TypeRoot.Double);
    public static readonly SqlType String = new(TypeRoot.String, Unlimited);
    public static readonly SqlType Bytes = new(TypeRoot.Bytes, Unlimited);
    public static readonly SqlType Date = new(TypeRoot.Date);
    public static readonly SqlType Time = new(TypeRoot.Time);
    public static readonly SqlType Interval = new(TypeRoot.Interval);
    public static readonly SqlType Months = new(TypeRoot.Months);

    /// <summary>Elements of an ARRAY; key and value of a MAP; fields of a ROW.</summary>
    public ImmutableArray<SqlType> Items { get; init; } = [];

    /// <summary>Of a ROW's fields.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>It carries the watermark.</summary>
    public bool IsRowtime { get; init; }

    /// <summary>It is the time at which a row is looked at.</summary>
    public bool IsProctime { get; init; }

    public bool IsInteger => Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Int or TypeRoot.BigInt;

    public bool IsExact => IsInteger || Root == TypeRoot.Decimal;

    public bool IsNumeric => IsExact || Root is TypeRoot.Float or TypeRoot.Double;

    public bool IsText => Root is TypeRoot.Char or TypeRoot.String;

    public bool IsTimestamp => Root is TypeRoot.Timestamp or TypeRoot.TimestampLtz;

    public static SqlType Decimal(int precision, int scale) =>
        new(TypeRoot.Decimal, Math.Min(precision, MostDigits), Math.Min(scale, MostDigits));

    public static SqlType Timestamp(int digits) => new(TypeRoot.Timestamp, digits);

    public static SqlType Instant(int digits) => new(TypeRoot.TimestampLtz, digits);

    public static SqlType ArrayOf(SqlType item) => new(TypeRoot.Array) { Items = [item] };

    public static SqlType MapOf(SqlType key, SqlType value) => new(TypeRoot.Map) { Items = [key, value] };

    public SqlType NotNull => this with { IsNullable = false };

    public SqlType Nullable => IsNullable ? this : this with { IsNullable = true };

    /// <summary>As an ordinary value: it is no row's time any more.</summary>
    public SqlType Materialized => IsRowtime || IsProctime ? this with { IsRowtime = false, IsProctime = false } : this;

    /// <summary>How many digits an integer or decimal may have.</summary>
    public int Digits =>
        Root switch
        {
            TypeRoot.TinyInt => 3,
            TypeRoot.SmallInt => 5,
            TypeRoot.Int => 10,
            TypeRoot.BigInt => 19,
            _ => Length,
        };

    public bool Equals(SqlType? other) =>
        other is not null
        && (Root, Length, Scale, IsNullable, IsRowtime, IsProctime)
            == (other.Root, other.Length, other.Scale, other.IsNullable, other.IsRowtime, other.IsProctime)
        && Items.SequenceEqual(other.Items)
        && Names.SequenceEqual(other.Names);

    public override int GetHashCode() => HashCode.Combine(Root, Length, Scale, IsNullable, Items.Length);

    /// <summary>As Flink writes it.</summary>
    public override string ToString() =>
        $"{Bare}{(IsRowtime ? " *ROWTIME*" : "")}{(IsProctime ? " *PROCTIME*" : "")}{(IsNullable ? "" : " NOT NULL")}";

    private string Bare =>
        Root switch
        {
            TypeRoot.String when Length == Unlimited => "STRING",
            TypeRoot.String => $"VARCHAR({Length})",
            TypeRoot.Char => $"CHAR({Length})",
            TypeRoot.Bytes when Length == Unlimited => "BYTES",
            TypeRoot.Bytes => $"VARBINARY({Length})",
            TypeRoot.Decimal => $"DECIMAL({Length}, {Scale})",
            TypeRoot.Time => "TIME(0)",
            TypeRoot.Timestamp => $"TIMESTAMP({Length})",
            TypeRoot.TimestampLtz => $"TIMESTAMP_LTZ({Length})",
            TypeRoot.Interval => "INTERVAL DAY TO SECOND",
            TypeRoot.Months => "INTERVAL YEAR TO MONTH",
            TypeRoot.Array => $"ARRAY<{Items[0]}>",
            TypeRoot.Map => $"MAP<{Items[0]}, {Items[1]}>",
            TypeRoot.Row => $"ROW<{string.Join(", ", Items.Select((type, i) => $"`{Names[i]}` {type}"))}>",
            _ => Root.ToString().ToUpperInvariant(),
        };
}
