using Portal.Core.Changes.Lists;
using Portal.Core.Health;
using Portal.Core.People.Requests;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Live;
using Portal.Web.Preferences;

namespace Portal.Web.Layout;

/// <summary>Keeps the shell true: environments, what waits for this person, how old the newest reading is.</summary>
public sealed partial class ShellFacts(
    Shell shell,
    Me me,
    Workplace workplace,
    ChangeInbox inbox,
    RoleRequestList roleRequests,
    BreakGlassShelf breakGlass,
    IClusterHealth health,
    Places places,
    Liveness liveness,
    ILogger<ShellFacts> log
) : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly List<IDisposable> _watches = [];
    private IReadOnlyList<ClusterEnvironment> _known = [];
    private long _received;

    public async Task Read()
    {
        try
        {
            _received = liveness.Received;
            _known = _known.Count > 0 ? _known : await places.Environments(_leaving.Token);
            var environments = _known.Select(environment => environment.Name).ToList();
            var waiting = me.IsHere ? await WaitingForMe() : 0;
            // An environment that is gone, or was typed into the address, is no environment.
            if (workplace.Environment is { } chosen && !environments.Contains(chosen, StringComparer.Ordinal))
            {
                workplace.Environment = null;
            }

            shell.Know(environments, waiting, await breakGlass.Open(_leaving.Token));
            await ReadHealth();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The circuit has ended.
        }
        catch (Exception wrong)
        {
            // The page itself will say that the store is away; the shell keeps what it knew.
            LogNotRead(wrong);
        }
    }

    /// <summary>From now on: the store is asked when a change has moved, readings come out of memory; only for circuits, never while prerendering.</summary>
    public void KeepTrue()
    {
        if (_watches.Count == 0)
        {
            var approvals = new Interest(LiveOn.Changes, Concerns: notice => notice.ConcernsApprovers)
            {
                TakesTurns = true,
            };
            _watches.Add(liveness.Watch(approvals, Read, _received));
            var readings = new Interest(LiveOn.Health) { TakesTurns = false, IsOfAllClusters = false };
            _watches.Add(liveness.Watch(readings, ReadHealth, _received));
        }
    }

    public void Dispose()
    {
        _watches.ForEach(watch => watch.Dispose());
        _leaving.Cancel();
        _leaving.Dispose();
    }

    private async Task<int> WaitingForMe() =>
        await inbox.CountFor(me.Caller, _leaving.Token)
        + (await roleRequests.ToDecide(me.Caller, _leaving.Token)).Count;

    private Task ReadHealth()
    {
        var clusters = health.Current.Values;
        var production = _known
            .Where(environment => environment.IsProduction)
            .Select(environment => environment.Name)
            .ToHashSet(StringComparer.Ordinal);
        var real = clusters.Where(cluster => !cluster.IsLocal && production.Contains(cluster.Environment));
        shell.Update(
            clusters.Max(cluster => cluster.Collector.CycleAt),
            [.. real.Select(cluster => cluster.Name).Order(StringComparer.Ordinal)]
        );
        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "The shell's facts could not be read")]
    private partial void LogNotRead(Exception wrong);
}
