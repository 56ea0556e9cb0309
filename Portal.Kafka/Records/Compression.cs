namespace Portal.Kafka.Records;

/// <summary>How the records of a batch are compressed. The numbers are the protocol's.</summary>
public enum Compression
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
