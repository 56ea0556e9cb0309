using Portal.Core.Health;

namespace Portal.Web.Live;

/// <summary>
/// Says when something a page lives on has changed. What a person waits for, a change, is passed on at once; readings come
/// all the time and are passed on at most once a second, and those of all clusters, of which one comes every second, once in the time in which a
/// cluster is read again. What moves with everything is passed on in turns: two hundred open lists
/// would otherwise ask the store two hundred times for each change of anybody.
/// </summary>
public sealed class Liveness(ChangeNotifications notifications, IClusterHealth health, TimeProvider time)
{
    public static readonly TimeSpan ReadingsAtMostEvery = TimeSpan.FromSeconds(1);

    // As often as what has an age is read.
    private static readonly TimeSpan Anyway = TimeSpan.FromSeconds(30);

    /// <summary>How many pages of this process that show what everybody's do open again each second, for each processor, at most.</summary>
    public const int TurnsPerSecond = 25;

    // One for two processors: whoever has just come, and workers beside it, get the rest.
    private static readonly int Places = Math.Max(1, Environment.ProcessorCount / 2);
    private readonly Turns _turns = new(
        time,
        Places,
        TimeSpan.FromSeconds(1) * Places / (TurnsPerSecond * Environment.ProcessorCount)
    );

    /// <summary>
    /// Grows with every notification of a change, or of what was seen: who reads first and watches afterwards says from where on, and misses
    /// nothing that came in between. Readings come again by themselves.
    /// </summary>
    public long Received => notifications.Count;

    /// <param name="since"><see cref="Received"/> from before what is shown was read: what moved since is passed on at once.</param>
    public IDisposable Watch(Interest interest, Func<Task> changed, long since)
    {
        var watches = new List<IDisposable>();
        var turns = interest.TakesTurns ? _turns : null;
        if (interest.What.HasFlag(LiveOn.Changes))
        {
            var changes = new Throttle(time, interest.ChangesAtMostEvery, changed, turns);
            watches.Add(
                notifications.Watch(
                    notice =>
                    {
                        if (notice is not { } known || interest.Includes(known))
                        {
                            changes.Call();
                        }
                    },
                    changes.Call
                )
            );
            watches.Add(changes);
            if (since != Received)
            {
                changes.Call();
            }
        }

        if ((interest.What & (LiveOn.Health | LiveOn.Jobs)) != LiveOn.Nothing)
        {
            var every = interest.IsOfAllClusters ? Round : ReadingsAtMostEvery;
            var readings = new Throttle(time, every, changed, turns);
            if (interest.What.HasFlag(LiveOn.Health))
            {
                watches.Add(health.Watch(snapshot => Read(snapshot.Name)));
            }

            if (interest.What.HasFlag(LiveOn.Jobs))
            {
                watches.Add(notifications.WatchJobs(Read));
            }

            watches.Add(readings);

            void Read(string cluster) => Pass(readings, interest, cluster);
        }

        if ((interest.What & (LiveOn.Seen | LiveOn.Time)) != LiveOn.Nothing)
        {
            var others = new Throttle(time, ReadingsAtMostEvery, changed, turns);
            if (interest.What.HasFlag(LiveOn.Seen))
            {
                watches.Add(notifications.WatchSeen(cluster => Pass(others, interest, cluster)));
            }

            if (interest.What.HasFlag(LiveOn.Time))
            {
                watches.Add(time.CreateTimer(_ => others.Call(), state: null, Anyway, Anyway));
            }

            watches.Add(others);
        }

        return new Watches(watches);
    }

    // As long as the quickest collector takes.
    private TimeSpan Round =>
        health.Current.Values.Select(cluster => cluster.Collector.Every).DefaultIfEmpty().Min() is var every
        && every > ReadingsAtMostEvery
            ? every
            : ReadingsAtMostEvery;

    private static void Pass(Throttle readings, Interest interest, string cluster)
    {
        if (interest.Includes(cluster))
        {
            readings.Call();
        }
    }

    private sealed class Watches(List<IDisposable> all) : IDisposable
    {
        public void Dispose() => all.ForEach(watch => watch.Dispose());
    }
}
