using Portal.Core.Health;

namespace Portal.Web.Live;

/// <summary>
/// Tells a page when something it lives on has changed, at most once a second: each cluster and the changes hold
/// themselves back, but a page lives on all of them together.
/// </summary>
public sealed class Liveness(ChangeNotifications notifications, IClusterHealth health, TimeProvider time)
{
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Grows whenever a change has moved: who reads first and watches afterwards says from where on, and misses nothing that
    /// came in between. Readings come again by themselves.
    /// </summary>
    public long Heard => notifications.Count;

    /// <param name="since"><see cref="Heard"/> from before what is shown was read: what moved since is told at once.</param>
    /// <param name="cluster">The name of the one whose readings matter, asked at each of them; null: all.</param>
    public IDisposable Watch(LiveOn what, Action changed, long since, Func<string?>? cluster = null)
    {
        var throttle = new Throttle(time, AtMostEvery, changed);
        var watches = new List<IDisposable>();
        if (what.HasFlag(LiveOn.Changes))
        {
            watches.Add(notifications.Watch(throttle.Call));
            if (since != Heard)
            {
                throttle.Call();
            }
        }

        if (what.HasFlag(LiveOn.Health))
        {
            watches.Add(
                health.Watch(snapshot =>
                {
                    if (cluster?.Invoke() is not { } one || one == snapshot.Name)
                    {
                        throttle.Call();
                    }
                })
            );
        }

        return new Watches([.. watches, throttle]);
    }

    private sealed class Watches(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(watch => watch.Dispose());
    }
}
