using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Portal.Engines.Registry;

/// <summary>
/// What one registry's calls do when it fails: a question is sent again, an act never; and after several failures nothing is sent for a while, so that
/// a registry that comes up isn't met by all who waited for it, and nobody waits for one that is down.
/// </summary>
internal sealed class RegistryResilience
{
    private const int MostRetries = 2;
    private const int FailuresToOpen = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly string _where;
    private readonly ResiliencePipeline<RegistryAnswer> _questions;
    private readonly ResiliencePipeline<RegistryAnswer> _acts;
    private volatile string _failure = "";

    public RegistryResilience(string where, TimeProvider clock)
    {
        _where = where;
        // One circuit for both: what fails for one fails for the other.
        _acts = new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = clock }
            .AddCircuitBreaker(
                new()
                {
                    ShouldHandle = Outages,
                    FailureRatio = 0.9,
                    MinimumThroughput = FailuresToOpen,
                    SamplingDuration = CountedFor,
                    BreakDuration = Break,
                    OnOpened = opened =>
                    {
                        _failure = opened.Outcome.Exception?.Message ?? "";
                        return default;
                    },
                }
            )
            .Build();
        _questions = new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = clock }
            .AddRetry(
                new()
                {
                    ShouldHandle = Outages,
                    MaxRetryAttempts = MostRetries,
                    Delay = FirstPause,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                }
            )
            .AddPipeline(_acts)
            .Build();
    }

    private static PredicateBuilder<RegistryAnswer> Outages =>
        new PredicateBuilder<RegistryAnswer>().Handle<EngineException>(fault =>
            fault is { Fault: EngineFault.Transient or EngineFault.Unknown, IsSignInRefused: false }
        );

    /// <exception cref="EngineException">Transient, and nothing was sent: too many calls before this one failed.</exception>
    public async Task<RegistryAnswer> Run(
        Func<CancellationToken, Task<RegistryAnswer>> send,
        bool isAct,
        CancellationToken stop
    )
    {
        try
        {
            return await (isAct ? _acts : _questions).ExecuteAsync(async late => await send(late), stop);
        }
        catch (BrokenCircuitException open)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"The registry at {_where} failed repeatedly and isn't called for now; {When(open.RetryAfter)}. {_failure}",
                open
            );
        }
    }

    private static string When(TimeSpan? after) =>
        after is { } wait && wait > TimeSpan.Zero
            ? $"it is tried again in {Math.Ceiling(wait.TotalSeconds):0}\u00A0s"
            : "it is being tried again";
}
