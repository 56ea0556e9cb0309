namespace Portal.Web.Parts;

/// <summary>
/// A value as far as it is known. Zero is said only when it was seen; what was not answered has the time of the last
/// answer instead; a sum with a hole is a lower bound.
/// </summary>
public abstract record Reading<T>
{
    private Reading() { }

    /// <summary>Answered, at the time given.</summary>
    public sealed record Known(T Value, DateTimeOffset At) : Reading<T>;

    /// <summary>Part of it answered: at least this much.</summary>
    public sealed record AtLeast(T Value, string WhatIsMissing, DateTimeOffset At) : Reading<T>;

    /// <summary>No answer. <paramref name="LastSeen"/> is null when there never was one.</summary>
    public sealed record Unknown(DateTimeOffset? LastSeen) : Reading<T>;

    /// <summary>Doesn't apply: a group that is stopped on purpose reads nothing.</summary>
    public sealed record None : Reading<T>;
}
