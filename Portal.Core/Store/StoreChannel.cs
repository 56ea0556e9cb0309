namespace Portal.Core.Store;

/// <summary>The channels that processes notify each other over (NOTIFY).</summary>
public static class StoreChannel
{
    /// <summary>
    /// Something that pages show differs: "change:…" of a change, "jobs:…" of a Flink's jobs, "seen:…" of what else was seen of a cluster, else
    /// of what was read of clusters.
    /// </summary>
    public const string Shown = "portal_snapshot";

    /// <summary>There is work for planners or appliers; the payload is a change's state.</summary>
    public const string Work = "portal_work";

    /// <summary>What a listener has another connection send to itself; the payload is the listening session's.</summary>
    public const string Echo = "portal_echo";

    /// <summary>What a payload of <see cref="Shown"/> begins with when it is about a change.</summary>
    public const string Change = "change";

    /// <summary>The payload of <see cref="Shown"/> when what waits for people differs.</summary>
    public const string People = "people";

    /// <summary>What a payload of <see cref="Shown"/> begins with when the jobs of a cluster's Flink were read.</summary>
    public const string Jobs = "jobs";

    /// <summary>What a payload of <see cref="Shown"/> begins with when what was seen of a cluster differs, beside its snapshot.</summary>
    public const string Seen = "seen";

    /// <summary>Whether a payload of <see cref="Shown"/> is about what was read of clusters' Kafka.</summary>
    public static bool IsOfReadings(string payload) =>
        payload != People
        && !payload.StartsWith($"{Change}:", StringComparison.Ordinal)
        && !payload.StartsWith($"{Jobs}:", StringComparison.Ordinal)
        && !payload.StartsWith($"{Seen}:", StringComparison.Ordinal);
}
