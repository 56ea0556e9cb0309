using Portal.Kafka.Client;

namespace Portal.Kafka.Lag;

/// <summary>The time that one reading may take in all, whoever is silent.</summary>
internal sealed class ReadDeadline(TimeProvider time, TimeSpan within)
{
    // What any broker can answer is asked of several before time is up.
    private const int Attempts = 3;
    private readonly long _began = time.GetTimestamp();

    /// <summary>For a question that another broker can answer as well: one that is silent is given up for it, one that is still answering isn't.</summary>
    public Allowed Some => new(within / Attempts, Left, ConnectingToo: true) { WhileArriving = true };

    /// <summary>For a question that only one broker can answer.</summary>
    public Allowed Rest => new(within, Left, ConnectingToo: true);

    private TimeSpan Left() => within - time.GetElapsedTime(_began);
}
