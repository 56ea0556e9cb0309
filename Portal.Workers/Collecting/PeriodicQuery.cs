using Portal.Engines;

namespace Portal.Workers.Collecting;

/// <summary>What an answer does to the state once the collector's loop takes it in.</summary>
internal delegate void StateUpdate(CollectorState state, CollectorChanges changes);

/// <summary>Asks the cluster. What it needs of the state it has taken before the first await.</summary>
internal delegate Task<StateUpdate> Query(CancellationToken stop);

/// <summary>
/// A query at a longer interval than the lag cycle, beside it: however long its answer takes, the cycle doesn't
/// wait. The answer is taken in by the loop, which alone touches the state.
/// </summary>
/// <param name="ask">Null when there is nothing to ask now.</param>
internal sealed partial class PeriodicQuery(string what, ILogger log, TimeSpan every, Func<Query?> ask)
{
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private Task<StateUpdate>? _asked;

    /// <summary>Why the last question had no answer; null when it had one.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Lets the next <see cref="Ask"/> ask, whatever the time.</summary>
    public void Hurry() => _next = DateTimeOffset.MinValue;

    public void RunIfDue(DateTimeOffset now, CancellationToken stop)
    {
        // More than an interval ahead: the clock was set back since.
        var isDue = now >= _next || _next - now > every;
        if (_asked is not null || !isDue)
        {
            return;
        }

        if (ask() is { } question)
        {
            (_asked, _next) = (question(stop), now + every);
        }
        else
        {
            // What had no answer isn't asked any more, so nothing is missing.
            Complaint = null;
        }
    }

    /// <summary>The answer, once, when it is there.</summary>
    /// <exception cref="OperationCanceledException">The collector is stopping.</exception>
    public async Task<StateUpdate?> Take()
    {
        if (_asked is not { IsCompleted: true })
        {
            return null;
        }

        var done = _asked;
        _asked = null;
        try
        {
            var update = await done;
            Complaint = null;
            return update;
        }
        catch (EngineException unanswered)
        {
            Complaint = $"{what}: {unanswered.Message}";
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // An answer that nobody foresaw takes away one view, not the cycle that it runs beside.
            Unforeseen(log, what, fault);
            Complaint = EngineText.Words($"{what}: {fault.Message}");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{What} could not be read")]
    private static partial void Unforeseen(ILogger log, string what, Exception fault);
}
