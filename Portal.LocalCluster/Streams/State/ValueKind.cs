namespace Portal.LocalCluster.Streams.State;

/// <summary>What stands before a value of a state.</summary>
internal enum ValueKind : byte
{
    Null,
    True,
    False,
    Whole,
    Double,
    Float,
    Decimal,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
    Instant,
    Interval,
    Items,
    Map,
}
