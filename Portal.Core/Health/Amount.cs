namespace Portal.Core.Health;

/// <summary>
/// A number of messages that may be known in part: unknown (null), known, or "at least" because a part of it was not
/// answered. Unknown is never zero, so it has no default conversion to a number.
/// </summary>
public readonly record struct Amount(long? Value, bool AtLeast)
{
    public static readonly Amount Unknown;

    public static Amount Of(long value) => new(value, false);

    /// <summary>The sum; parts that are unknown make it "at least", and all parts unknown make it unknown.</summary>
    public static Amount Sum(IEnumerable<Amount> parts)
    {
        long? sum = null;
        var atLeast = false;
        foreach (var part in parts)
        {
            sum = part.Value is { } known ? (sum ?? 0) + known : sum;
            atLeast |= part.AtLeast || part.Value is null;
        }

        return new Amount(sum, atLeast && sum is not null);
    }

    /// <summary>Without a part of it; null: not known, and nothing is taken away.</summary>
    public Amount Less(long? part) => this with { Value = Value - (part ?? 0) };

    /// <summary>"At least", where something else belongs to it of which nothing is known.</summary>
    public Amount Lacking(bool something) => this with { AtLeast = AtLeast || (something && Value is not null) };

    public override string ToString() => Value is { } v ? (AtLeast ? $"at least {v:N0}" : $"{v:N0}") : "unknown";
}

/// <summary>How old the oldest unread record is: unknown (null), known, or "at least" where the history is shorter.</summary>
public readonly record struct TimeLag(TimeSpan? Value, bool AtLeast)
{
    public static readonly TimeLag Unknown;
    public static readonly TimeLag None = new(TimeSpan.Zero, false);

    /// <summary>Nothing waits: where there is a lag all the same it is transaction markers, of which a reader gets nothing.</summary>
    public bool IsNone => this == None;

    public static TimeLag Of(TimeSpan value) => new(value, false);

    /// <inheritdoc cref="Amount.Lacking"/>
    public TimeLag Lacking(bool something) => this with { AtLeast = AtLeast || (something && Value is not null) };

    /// <summary>The longest; parts that are unknown make it "at least".</summary>
    public static TimeLag Worst(IEnumerable<TimeLag> parts)
    {
        TimeSpan? worst = null;
        var (worstAtLeast, missing) = (false, false);
        foreach (var part in parts)
        {
            missing |= part.Value is null;
            if (part.Value is { } age && (worst is null || age > worst || (age == worst && part.AtLeast)))
            {
                (worst, worstAtLeast) = (age, part.AtLeast);
            }
        }

        return new TimeLag(worst, worst is not null && (worstAtLeast || missing));
    }
}

/// <summary>When a group will have read all that waits, if things go on at the present rates.</summary>
public abstract record Drain
{
    private Drain() { }

    /// <summary>Nothing waits.</summary>
    public sealed record Done : Drain;

    public sealed record In(TimeSpan Time) : Drain;

    /// <summary>It reads no faster than records arrive, or falls behind or stands on one of its partitions.</summary>
    public sealed record Never : Drain;

    /// <summary>Rates or lag aren't known.</summary>
    public sealed record Unknown : Drain;
}
