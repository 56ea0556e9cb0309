namespace Portal.Kafka.Records;

/// <summary>What can be told of a record whose key and value are passed over.</summary>
/// <param name="TimestampMs">Milliseconds since 1970, as the batch says: the producer's or the broker's.</param>
public readonly record struct RecordHead(long Offset, long TimestampMs, bool HasKey);

/// <summary>The schema ids before a record's key and value; null where none is there.</summary>
/// <param name="Bytes">Of the whole record, unpacked.</param>
public readonly record struct RecordSchemaIds(RecordHead Record, int? KeyId, int? ValueId, long Bytes);

/// <summary>What came of looking for a record in a batch.</summary>
public abstract record RecordSearch
{
    private RecordSearch() { }

    public sealed record Found(RecordHead Record) : RecordSearch;

    public sealed record NotThere : RecordSearch;

    /// <summary>The records are there, we can't unpack them.</summary>
    public sealed record CodecNotSupported(Compression Codec) : RecordSearch;

    /// <summary>Unpacked they would be more than was allowed; it was not among those before.</summary>
    public sealed record TooLarge(int MostBytes) : RecordSearch;

    /// <summary>The bytes are not what the header says.</summary>
    public sealed record Corrupt(string Words) : RecordSearch;
}
