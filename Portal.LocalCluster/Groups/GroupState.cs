namespace Portal.LocalCluster.Groups;

/// <summary>The states of a classic group. Names as Kafka tells them.</summary>
public enum GroupState
{
    /// <summary>No members; there may be offsets.</summary>
    Empty,

    /// <summary>Members are called to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>The generation stands; its leader works out who gets what.</summary>
    CompletingRebalance,

    /// <summary>Every member has its part.</summary>
    Stable,

    /// <summary>Deleted.</summary>
    Dead,
}
