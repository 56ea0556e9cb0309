using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Workers.Planning;

/// <summary>The readers of each kind.</summary>
public sealed class EngineReaders(IEnumerable<ILiveReader> live, IEnumerable<IEvidenceReader> evidence)
{
    private readonly Dictionary<ResourceKind, ILiveReader> _liveByKind = live.ToDictionary(r => r.Kind);
    private readonly Dictionary<ResourceKind, IEvidenceReader> _evidenceByKind = evidence.ToDictionary(r => r.Kind);

    public ILiveReader Live(ResourceKind kind) => _liveByKind[kind];

    /// <summary>Of every resource of a plan's engines.</summary>
    public async Task<PlanEvidence> Evidence(PlanBody plan, IReadOnlyList<LiveEngine> live, CancellationToken stop)
    {
        var seen = new List<ResourceEvidence>();
        foreach (var engine in live)
        {
            var plans = engine.Resources.Keys.Select(name => plan.On(engine.On(name))).ToList();
            seen.AddRange(await _evidenceByKind[engine.Kind].Read(engine, plans, stop));
        }

        return new PlanEvidence([.. seen]);
    }
}
