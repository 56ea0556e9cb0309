using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling;

/// <summary>Reads what the collectors saw of one kind's managed resources. Writes nothing and asks no engine.</summary>
public interface IDriftReader
{
    ResourceKind Kind { get; }

    /// <param name="mark">How far the last look came.</param>
    Task<DriftLook> Look(PortalDb db, ClusterId cluster, DriftMark mark, CancellationToken stop);
}

/// <summary>What there is to compare on one cluster.</summary>
/// <param name="Changed">Managed resources that may be judged otherwise than last time.</param>
/// <param name="Drifted">Null: what was seen of it is older than what is wanted, and tells nothing.</param>
/// <param name="Structure">How far this look came; below 0: the next one compares all of them too.</param>
public sealed record DriftLook(
    IReadOnlyList<Resource> Changed,
    Func<Resource, IReadOnlyList<DriftedField>?> Drifted,
    long Structure
)
{
    /// <summary>Other clusters that its resources were compared with, as they are named.</summary>
    public string Others { get; init; } = "";
}
