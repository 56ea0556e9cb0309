using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>
/// Reads a resource out of its turn once a run let go of it, so that pages don't wait for the next reading of its engine. For kinds whose
/// engine is read rarely.
/// </summary>
public interface IKindGlance
{
    ResourceKind Kind { get; }

    /// <summary>What goes wrong with it is no matter of the run's: it throws nothing of the engine's.</summary>
    Task At(ResourceRef resource, CancellationToken stop);
}
