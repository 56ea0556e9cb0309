namespace Portal.Core.Health;

/// <summary>How a group fares on a partition, mildest first: a group's status is its worst partition's.</summary>
public enum LagStatus
{
    /// <summary>It has read all there is, or keeps up.</summary>
    Ok,

    /// <summary>Watched too shortly for a verdict; never an alarm.</summary>
    NotEnoughData,

    /// <summary>Not answered, or not allowed to see any more. Never taken for zero.</summary>
    Unknown,

    /// <summary>It commits, but its lag has only grown.</summary>
    FallingBehind,

    /// <summary>Its offset went backwards and has not come back, and its lag didn't grow throughout half an hour.</summary>
    Rewound,

    /// <summary>Records wait, it has members, and its offset doesn't move.</summary>
    Stalled,

    /// <summary>Records wait and nobody is there to read them.</summary>
    Stopped,
}

public static class LagStatusWords
{
    public static string InWords(this LagStatus status) =>
        status switch
        {
            LagStatus.Ok => "OK",
            LagStatus.NotEnoughData => "Not enough data yet",
            LagStatus.FallingBehind => "Falling behind",
            _ => status.ToString(),
        };
}
