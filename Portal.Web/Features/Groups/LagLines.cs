using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Wording;

namespace Portal.Web.Features.Groups;

/// <summary>What a group's charts draw, and the sentence of each. Nothing is drawn of what was answered in part: the line would fall where a broker is silent. Pure.</summary>
public static class LagLines
{
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(30);

    /// <summary>Null: a gap.</summary>
    public static long? Messages(LagPoint point) => LagStory.IsWhole(point) ? point.Lag.Value : null;

    /// <inheritdoc cref="Messages"/>
    public static TimeSpan? Wait(LagPoint point) => LagStory.IsWhole(point) ? point.Behind.Value : null;

    public static string InMessages(ImmutableArray<LagPoint> past, string span) =>
        $"Over the last {span} the lag was at most {Largest(past, Messages, Quantity.Count)} messages and is {Now(past, p => p.Lag.Value, Quantity.Count)} now.{Silent(past)}";

    public static string InSeconds(ImmutableArray<LagPoint> past) =>
        $"The oldest unread message waited at most {Largest(past, Wait, Age.InWords)} and waits {Now(past, p => p.Behind.Value, Age.InWords)} now.{Silent(past)}";

    private static string Silent(ImmutableArray<LagPoint> past) =>
        LagStory.Silences(past, LeastSilence).Count switch
        {
            0 => "",
            1 => " Once there was no answer, or not from all.",
            var times => $" {times} times there was no answer, or not from all.",
        };

    private static string Largest<T>(ImmutableArray<LagPoint> past, Func<LagPoint, T?> value, Func<T, string> words)
        where T : struct => past.Max(value) is { } known ? words(known) : "unknown";

    private static string Now<T>(ImmutableArray<LagPoint> past, Func<LagPoint, T?> value, Func<T, string> words)
        where T : struct =>
        value(past[^1]) is not { } known ? "unknown"
        : LagStory.IsWhole(past[^1]) ? words(known)
        : $"at least {words(known)}";
}
