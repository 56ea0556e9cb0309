using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Runs;

/// <summary>Whether what a run made can still be taken back, of a kind whose steps can be only while nothing came of them.</summary>
public interface IUndoLimit
{
    ResourceKind Kind { get; }

    /// <summary>By what was seen of it last: no engine is asked.</summary>
    /// <param name="step">One that is done.</param>
    /// <param name="made">What it made.</param>
    /// <returns>What came of it, as the beginning of a sentence: "orders has completed a checkpoint"; null: nothing that is known.</returns>
    Task<string?> Reached(PortalDb db, Step step, EngineId made, CancellationToken stop);
}
