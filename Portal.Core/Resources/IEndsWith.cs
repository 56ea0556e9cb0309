using Portal.Core.Store;

namespace Portal.Core.Resources;

/// <summary>What of another kind ends with resources of one: it is begun in the transaction that records that they are gone.</summary>
public interface IEndsWith
{
    /// <summary>The kind of those that it ends with.</summary>
    ResourceKind Kind { get; }

    /// <param name="gone">Of that kind, deleted by one change.</param>
    Task Begin(PortalDb db, IReadOnlyList<ResourceRef> gone, DateTimeOffset now, CancellationToken stop);
}
