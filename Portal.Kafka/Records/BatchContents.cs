namespace Portal.Kafka.Records;

/// <summary>What came of reading the records of a batch.</summary>
public abstract record BatchContents
{
    private BatchContents() { }

    public sealed record Read(IReadOnlyList<Record> Records) : BatchContents;

    /// <summary>The records are there, we can't unpack them.</summary>
    public sealed record CodecNotSupported(Compression Codec) : BatchContents;

    /// <summary>Unpacked they would take more than was allowed.</summary>
    public sealed record TooLarge(int MostBytes) : BatchContents;

    /// <summary>The bytes are not what the header says.</summary>
    public sealed record Corrupt(string Words) : BatchContents;
}
