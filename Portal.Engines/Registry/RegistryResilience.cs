using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Portal.Engines.Registry;

/// <summary>
/// What one registry's calls do when it fails: a question is sent again, an act never; and after several failures nothing is sent for a while, so that
/// a registry that comes up isn't met by all who waited for it, and nobody waits for one that is down. One that is busy isn't down: a question waits as
/// long as the registry wants, or fails at once where that is beyond the call's deadline.
/// </summary>
internal sealed class RegistryResilience
{
    private const int MostRetries = 2;
    private const int FailuresToOpen = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);
    private static readonly ResiliencePropertyKey<DateTimeOffset> Until = new("until");

    private readonly string _where;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<RegistryAnswer> _questions;
    private readonly ResiliencePipeline<RegistryAnswer> _acts;
    private volatile string _failure = "";
    private volatile bool _hasFailed;

    public RegistryResilience(string where, TimeProvider clock)
    {
        (_where, _clock) = (where, clock);
        // One circuit for both: what fails for one fails for the other.
        _acts = new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = clock }
            .AddCircuitBreaker(
                new()
                {
                    ShouldHandle = call => ValueTask.FromResult(Failed(call.Outcome.Exception)),
                    FailureRatio = 0.9,
                    MinimumThroughput = FailuresToOpen,
                    SamplingDuration = CountedFor,
                    BreakDuration = Break,
                    OnOpened = opened =>
                    {
                        _failure = (opened.Outcome.Exception as EngineException)?.Message ?? _failure;
                        return default;
                    },
                }
            )
            .Build();
        _questions = new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = clock }
            .AddRetry(
                new()
                {
                    ShouldHandle = call => ValueTask.FromResult(MaySucceed(call.Outcome.Exception, call.Context)),
                    MaxRetryAttempts = MostRetries,
                    Delay = FirstPause,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    DelayGenerator = call =>
                        ValueTask.FromResult((call.Outcome.Exception as EngineException)?.RetryAfter),
                }
            )
            .AddPipeline(_acts)
            .Build();
    }

    /// <param name="within">The time that is left for all tries.</param>
    /// <exception cref="EngineException">Transient, and nothing was sent: too many calls before this one failed.</exception>
    public async Task<RegistryAnswer> Run(
        Func<CancellationToken, Task<RegistryAnswer>> send,
        bool isAct,
        TimeSpan within,
        CancellationToken stop
    )
    {
        var context = ResilienceContextPool.Shared.Get(stop);
        context.Properties.Set(Until, _clock.GetUtcNow() + within);
        try
        {
            return await (isAct ? _acts : _questions).ExecuteAsync(
                async call => await send(call.CancellationToken),
                context
            );
        }
        catch (BrokenCircuitException open)
        {
            throw new EngineException(
                EngineFault.Transient,
                $"The registry at {_where} failed repeatedly and isn't called for now; {When(open.RetryAfter)}. {_failure}",
                open
            );
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool MaySucceed(Exception? fault, ResilienceContext call) =>
        IsTransient(fault)
        && (
            (fault as EngineException)?.RetryAfter is not { } wait
            || _clock.GetUtcNow() + wait < call.Properties.GetValue(Until, DateTimeOffset.MinValue)
        );

    // A call that was given up shows nothing of the registry, so it counts as the one before it did.
    private bool Failed(Exception? fault)
    {
        if (fault is not OperationCanceledException)
        {
            _hasFailed = IsTransient(fault) && fault is not EngineException { IsBusy: true };
        }

        return _hasFailed;
    }

    private static bool IsTransient(Exception? fault) =>
        fault is EngineException { Fault: EngineFault.Transient or EngineFault.Unknown, IsSignInRefused: false };

    private static string When(TimeSpan? after) =>
        after is { } wait && wait > TimeSpan.Zero
            ? $"it is tried again in {Math.Ceiling(wait.TotalSeconds):0}\u00A0s"
            : "it is being tried again";
}
