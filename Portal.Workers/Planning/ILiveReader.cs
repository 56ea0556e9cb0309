using Portal.Core;
using Portal.Core.Resources;
using Portal.Engines;

namespace Portal.Workers.Planning;

/// <summary>Reads the live state of one kind that plans are made of, and that is compared again when they are applied.</summary>
public interface ILiveReader
{
    ResourceKind Kind { get; }

    /// <param name="names">All of them asked for in as few requests as there can be.</param>
    /// <param name="toCreate">Those of them that are to be made: all others there are asked for what they collide with.</param>
    /// <exception cref="EngineException">A resource's answer is missing too: no answer is never taken for no resource.</exception>
    Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    );

    /// <summary>The engine's own id, asked now; empty when it has none.</summary>
    /// <exception cref="EngineException">It didn't answer.</exception>
    Task<string> EngineId(ClusterId cluster, CancellationToken stop);

    /// <summary>The engine's own judgement of a plan's steps on one cluster, without doing them.</summary>
    /// <param name="whole">All steps of the plan.</param>
    /// <returns>Its words for one that it would refuse; null when it would take all of them, or can't be asked.</returns>
    Task<string?> WouldRefuse(
        ClusterId cluster,
        IReadOnlyCollection<Step> steps,
        IReadOnlyCollection<Step> whole,
        CancellationToken stop
    ) => Task.FromResult<string?>(null);
}

/// <summary>Reads what is seen of one kind's resources beside a plan: what would go, who reads it, each with its time.</summary>
public interface IEvidenceReader
{
    ResourceKind Kind { get; }

    /// <param name="plans">What is planned for each resource of <paramref name="live"/> that the change names.</param>
    Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    );
}
