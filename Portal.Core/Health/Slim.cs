namespace Portal.Core.Health;

/// <summary>A whole number, or none, in eight bytes: .NET's own takes 16, and snapshots and the collector hold hundreds of thousands.</summary>
/// <remarks>A moment comes back in UTC, whatever its offset was. The default is zero: what may be unknown begins with <c>None</c>.</remarks>
public readonly record struct SlimNumber
{
    public static readonly SlimNumber None = new(Absent);
    private const long Absent = long.MinValue;
    private readonly long _value;

    private SlimNumber(long value) => _value = value;

    public long? Value => _value == Absent ? null : _value;

    public TimeSpan? Duration => Value is { } ticks ? TimeSpan.FromTicks(ticks) : null;

    public DateTimeOffset? Moment => Value is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public static SlimNumber Of(long? value) => new(value ?? Absent);

    public static SlimNumber Of(TimeSpan? duration) => new(duration?.Ticks ?? Absent);

    public static SlimNumber Of(DateTimeOffset? moment) => new(moment?.UtcTicks ?? Absent);
}

/// <summary>A rate, or none, in eight bytes.</summary>
/// <inheritdoc cref="SlimNumber"/>
internal readonly record struct SlimRate
{
    public static readonly SlimRate None = new(double.NaN);
    private readonly double _value;

    private SlimRate(double value) => _value = value;

    public double? Value => double.IsNaN(_value) ? null : _value;

    public static SlimRate Of(double? value) => new(value ?? double.NaN);
}
