namespace Portal.Kafka.Messages;

/// <summary>Which protocol a group speaks, and so how it can be asked.</summary>
public enum GroupType : byte
{
    /// <summary>The broker doesn't tell (before Kafka 3.8): it is a classic one.</summary>
    Unknown,
    Classic,

    /// <summary>The new consumer protocol (KIP-848).</summary>
    Consumer,

    /// <summary>Its position isn't a commit: OffsetFetch says nothing about it, which is no sign of no lag.</summary>
    Share,
    Streams,
}
