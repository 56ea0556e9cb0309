using Portal.Core;
using Portal.Web.Pages;

namespace Portal.Web.Features.Clusters;

/// <summary>What the last try of a connection came to.</summary>
public sealed record ConnectionTest(Refusal? Refused, DateTimeOffset At, TimeSpan Took);

/// <summary>A form about something that is tried on the network: as often as wanted, and stored only when it answered.</summary>
/// <typeparam name="TFacts">What it reports of itself.</typeparam>
public abstract class ConnectionFormModel<TView, TFacts>(TimeProvider time) : PageModel<TView>
    where TView : class
    where TFacts : class
{
    public ConnectionTest? Test { get; private set; }

    /// <summary>What it reported at the last test; null when there was none, or it failed.</summary>
    public TFacts? Facts { get; private set; }

    /// <summary>Somebody waits for an answer.</summary>
    public bool IsBusy { get; private set; }

    public string? WrongWith(string field) => Test?.Refused?.Fields?.GetValueOrDefault(field);

    /// <summary>Something else is to be tried now.</summary>
    public void ForgetTest()
    {
        (Test, Facts) = (null, null);
        Say();
    }

    /// <summary>One at a time.</summary>
    /// <returns>False: nothing was done, because another is on its way.</returns>
    protected async Task<bool> Ask(Func<TView, Task<(TFacts? Facts, Refusal? Refused)>> ask)
    {
        if (Value is not { } view || IsBusy)
        {
            return false;
        }

        IsBusy = true;
        Say();
        var began = time.GetTimestamp();
        try
        {
            (Facts, var refused) = await ask(view);
            Test = new ConnectionTest(refused, time.GetUtcNow(), time.GetElapsedTime(began));
            return true;
        }
        finally
        {
            IsBusy = false;
            Say();
        }
    }

    protected static (TFacts? Facts, Refusal? Refused) Read(Outcome<TFacts> outcome) =>
        outcome switch
        {
            Outcome<TFacts>.Done(var facts) => (facts, null),
            Outcome<TFacts>.Refused(var why) => (null, why),
            _ => throw new InvalidOperationException(outcome.GetType().Name),
        };
}
