using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>Ordering.</summary>
public enum Ordering
{
    None,
    PerKey,
    Whole,
}

/// <summary>How old records go.</summary>
public enum Keeping
{
    /// <summary>Each record for a time, then it goes.</summary>
    ForATime,

    /// <summary>The newest record of each key, for ever.</summary>
    NewestOfEachKey,
}

/// <summary>What a person needs, in their own terms; the settings follow from it.</summary>
/// <param name="EventsPerSecond">At the busiest time.</param>
/// <param name="EventBytes">One event, key and value, uncompressed.</param>
/// <param name="KeepFor">Counts only with <see cref="Keeping.ForATime"/>.</param>
public sealed record TopicIntent(
    double EventsPerSecond,
    int EventBytes,
    TimeSpan KeepFor,
    Ordering Ordering,
    Keeping Keeping,
    Tier Tier
)
{
    /// <summary>Starting points a form offers, by a word for their button.</summary>
    public static readonly IReadOnlyDictionary<string, TopicIntent> Presets = new Dictionary<string, TopicIntent>(
        StringComparer.Ordinal
    )
    {
        ["event-stream"] = new(100, 1_000, TimeSpan.FromDays(7), Ordering.PerKey, Keeping.ForATime, Tier.Standard),
        ["compacted-table"] = new(
            20,
            1_000,
            TimeSpan.FromDays(7),
            Ordering.PerKey,
            Keeping.NewestOfEachKey,
            Tier.Standard
        ),
        ["short-lived"] = new(500, 500, TimeSpan.FromHours(6), Ordering.None, Keeping.ForATime, Tier.Experimental),
    };

    /// <summary>What is wrong with the figures, by field.</summary>
    public IEnumerable<(string Field, string Words)> Complaints()
    {
        if (!(EventsPerSecond is > 0 and <= 10_000_000))
        {
            yield return (
                "eventsPerSecond",
                "Enter how many events come a second at the busiest time: more than 0, at most 10 million."
            );
        }

        if (EventBytes is < 1 or > 100_000_000)
        {
            yield return ("eventBytes", "Enter how large one event is: 1 byte to 100\u00A0MB.");
        }

        if (Keeping == Keeping.ForATime && (KeepFor < TimeSpan.FromMinutes(1) || KeepFor > TimeSpan.FromDays(3_650)))
        {
            yield return ("keepFor", "Records are kept from 1 minute to 10 years.");
        }

        if (Keeping == Keeping.NewestOfEachKey && Ordering == Ordering.None)
        {
            yield return ("ordering", "A table needs its records in order by key, or an older value could win.");
        }
    }
}
