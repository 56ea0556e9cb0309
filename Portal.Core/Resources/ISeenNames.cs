using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Resources;

/// <summary>What of a kind is there by what was last read of its engines, whoever manages it. Each kind brings its own.</summary>
public interface ISeenNames
{
    ResourceKind Kind { get; }

    /// <summary>One row for each that people can own: what an engine keeps for itself isn't among them.</summary>
    IQueryable<SeenName> In(DbContext store);

    /// <summary>Clusters with an engine of the kind that was never read: what is there isn't known.</summary>
    IQueryable<ClusterId> NeverRead(DbContext store);
}

/// <summary>A thing of some kind that was seen.</summary>
public sealed class SeenName
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
}
