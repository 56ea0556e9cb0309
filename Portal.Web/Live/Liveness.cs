using Portal.Core.Health;

namespace Portal.Web.Live;

/// <summary>Tells a page when something it lives on has changed.</summary>
public sealed class Liveness(ChangeBell bell, IClusterHealth health)
{
    public IDisposable Watch(LiveOn what, Action changed)
    {
        var watches = new List<IDisposable>();
        if (what.HasFlag(LiveOn.Changes))
        {
            watches.Add(bell.Watch(changed));
        }

        if (what.HasFlag(LiveOn.Health))
        {
            watches.Add(health.Watch(_ => changed()));
        }

        return new Watches(watches);
    }

    private sealed class Watches(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(watch => watch.Dispose());
    }
}
