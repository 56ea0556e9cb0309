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
    private ConnectionTest? _test;
    private TFacts? _facts;
    private object? _tried;

    /// <summary>The last one; null when there was none, or something else is typed by now than was tested.</summary>
    public ConnectionTest? Test => IsOfThis ? _test : null;

    /// <summary>What it reported at that test; null when there is none, or it failed.</summary>
    public TFacts? Facts => IsOfThis ? _facts : null;

    /// <summary>Somebody waits for an answer.</summary>
    public bool IsBusy { get; private set; }

    public string? WrongWith(string field) => _test?.Refused?.Fields?.GetValueOrDefault(field);

    private bool IsOfThis => Value is { } view && Equals(_tried, Connection(view));

    /// <summary>What of the form decides how a test goes, comparable by value. Null: a test is shown whatever is typed after it.</summary>
    protected virtual object? Connection(TView view) => null;

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
        var tried = Connection(view);
        try
        {
            (_facts, var refused) = await ask(view);
            _tried = tried;
            _test = new ConnectionTest(refused, time.GetUtcNow(), time.GetElapsedTime(began));
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
