using Npgsql;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Store;

namespace Portal.Web.Live;

/// <summary>
/// Says which change has moved or got further, as the store notifies. After each connection it says that any may have,
/// because PostgreSQL keeps no notification for who wasn't there.
/// </summary>
public sealed class ChangeNotifications(NpgsqlDataSource store, TimeProvider time, ILogger<ChangeNotifications> log)
    : BackgroundService
{
    private readonly StoreListener _listener = new(store, time, log);
    private long _count;
    private event Action<ChangeNotification?>? Received;
    private event Action? PeopleNotified;
    private event Action<string>? JobsRead;
    private event Action<string>? SeenDiffers;

    /// <summary>How many there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Calls <paramref name="received"/> on a thread of its own until disposed: with null where any change may have moved.</summary>
    /// <param name="people">Called where something else that waits for people differs; null: it isn't of interest.</param>
    public IDisposable Watch(Action<ChangeNotification?> received, Action? people = null)
    {
        Received += received;
        PeopleNotified += people;
        return new Subscription(() =>
        {
            Received -= received;
            PeopleNotified -= people;
        });
    }

    /// <summary>The same for readings of Flinks: <paramref name="read"/> gets the name of the cluster. They come again by themselves, and aren't counted.</summary>
    public IDisposable WatchJobs(Action<string> read)
    {
        JobsRead += read;
        return new Subscription(() => JobsRead -= read);
    }

    /// <summary>
    /// The same where what was seen of a cluster differs: <paramref name="differs"/> gets its name. That comes once, and is counted. After the
    /// connection to the store was lost it is passed on only to those who watch changes as well.
    /// </summary>
    public IDisposable WatchSeen(Action<string> differs)
    {
        SeenDiffers += differs;
        return new Subscription(() => SeenDiffers -= differs);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _listener.Listen(StoreChannel.Shown, Read, () => Notify(null), stoppingToken);

    // Readings of clusters go over the same channel.
    private void Read(string payload)
    {
        if (ChangeNotification.Read(payload) is { } notice)
        {
            Notify(notice);
        }
        else if (payload == StoreChannel.People)
        {
            Interlocked.Increment(ref _count);
            PeopleNotified?.Invoke();
        }
        else if (JobNotice.Read(payload) is { } cluster)
        {
            JobsRead?.Invoke(cluster);
        }
        else if (SeenNotice.Read(payload) is { } seen)
        {
            Interlocked.Increment(ref _count);
            SeenDiffers?.Invoke(seen);
        }
    }

    private void Notify(ChangeNotification? notice)
    {
        Interlocked.Increment(ref _count);
        Received?.Invoke(notice);
    }

    private sealed class Subscription(Action stop) : IDisposable
    {
        private Action? _stop = stop;

        public void Dispose() => Interlocked.Exchange(ref _stop, null)?.Invoke();
    }
}
