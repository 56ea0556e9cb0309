using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying;

/// <summary>Where the steps of one claimed run act, and how long they may take.</summary>
/// <param name="run">Under the fence of the claim.</param>
/// <param name="deadline">How long a request may take that changes something.</param>
/// <param name="retry">How long an engine is looked at until it shows what it said it did.</param>
public sealed class StepScope(FencedRun run, ActBefore deadline, RetryPolicy retry)
{
    private readonly Dictionary<(Type Engine, ClusterId Cluster), object> _opened = [];

    /// <summary>What is to be made once in a run takes its name from it.</summary>
    public RunId Run => run.Id;

    /// <summary>For what a step writes beside the journal.</summary>
    public FencedRun Fenced => run;

    public ActBefore Deadline => deadline;

    public RetryPolicy Retry => retry;

    /// <summary>All steps of the plan that the run carries out.</summary>
    public IReadOnlyCollection<Step> Plan { get; init; } = [];

    /// <summary>What was seen when the plan was made: who approved it saw that.</summary>
    public PlanEvidence Evidence { get; init; } = PlanEvidence.None;

    /// <summary>What the steps before the one that acts have made or met.</summary>
    public IReadOnlyDictionary<Step, EngineId> Made { get; set; } = ImmutableDictionary<Step, EngineId>.Empty;

    /// <summary>
    /// The steps before the one that acts that are done, for the looks before it sets out. Afterwards none: what they removed and is there again is somebody else's then.
    /// </summary>
    public IReadOnlyCollection<Step> Done { get; set; } = [];

    /// <summary>How far the step was that the run waited in when it was last looked at; null when it waited in none.</summary>
    public WaitProgress? Progress { get; init; }

    /// <summary>Opened once a run: a registration that changes meanwhile closes its connections, and the next claim opens anew.</summary>
    public async Task<TEngine> Open<TEngine>(
        Func<ClusterId, CancellationToken, Task<TEngine>> open,
        ClusterId cluster,
        CancellationToken stop
    )
        where TEngine : class
    {
        if (_opened.GetValueOrDefault((typeof(TEngine), cluster)) is TEngine known)
        {
            return known;
        }

        var engine = await open(cluster, stop);
        _opened[(typeof(TEngine), cluster)] = engine;
        return engine;
    }
}
