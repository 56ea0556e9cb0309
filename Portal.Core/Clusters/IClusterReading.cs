namespace Portal.Core.Clusters;

/// <summary>How something of a cluster was last read.</summary>
public interface IClusterReading
{
    ClusterId ClusterId { get; }

    DateTimeOffset TriedAt { get; }

    /// <summary>Why that failed; null when it didn't.</summary>
    string? Failure { get; }
}
