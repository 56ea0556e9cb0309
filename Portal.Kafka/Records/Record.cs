namespace Portal.Kafka.Records;

/// <param name="TimestampMs">Milliseconds since 1970, as the batch says: the producer's or the broker's.</param>
/// <param name="Value">Null is a tombstone.</param>
public readonly record struct Record(
    long Offset,
    long TimestampMs,
    ReadOnlyMemory<byte>? Key,
    ReadOnlyMemory<byte>? Value,
    RecordHeader[] Headers
);

public readonly record struct RecordHeader(string Key, ReadOnlyMemory<byte>? Value);
