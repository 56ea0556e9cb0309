using Portal.Core.People.BreakGlass;

namespace Portal.Web.Layout;

/// <summary>What the shell shows around every page, the same for all of them in one circuit.</summary>
public sealed class Shell
{
    public event Action? Changed;

    /// <summary>The environments, dev first.</summary>
    public IReadOnlyList<string> Environments { get; private set; } = [];

    /// <summary>Changes whose next vote is this person's, and requests for roles that they may decide.</summary>
    public int WaitingForMe { get; private set; }

    /// <summary>Clusters in production that aren't bundled ones: no place for a sign-in without a password.</summary>
    public IReadOnlyList<string> RealProduction { get; private set; } = [];

    /// <summary>When the newest reading of any cluster arrived; null while there is none.</summary>
    public DateTimeOffset? LastReading { get; private set; }

    /// <summary>Break-glass access that is open. Whether it is in force follows from the time.</summary>
    public IReadOnlyList<BreakGlassRow> BreakGlass { get; private set; } = [];

    public void Know(IReadOnlyList<string> environments, int waitingForMe, IReadOnlyList<BreakGlassRow> breakGlass)
    {
        (Environments, WaitingForMe, BreakGlass) = (environments, waitingForMe, breakGlass);
        Changed?.Invoke();
    }

    public void Update(DateTimeOffset? lastReading, IReadOnlyList<string> realProduction)
    {
        if (LastReading != lastReading || !RealProduction.SequenceEqual(realProduction, StringComparer.Ordinal))
        {
            (LastReading, RealProduction) = (lastReading, realProduction);
            Changed?.Invoke();
        }
    }
}
