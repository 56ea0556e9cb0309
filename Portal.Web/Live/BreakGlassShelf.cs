using Portal.Core.People.BreakGlass;

namespace Portal.Web.Live;

/// <summary>
/// Break-glass access that is open, which every page shows: read once for all of them, again after a notification, and after half a minute in any case.
/// Whether it is in force follows from the time.
/// </summary>
public sealed class BreakGlassShelf : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private readonly BreakGlassList _list;
    private readonly TimeProvider _time;
    private readonly IDisposable _notifications;
    private readonly Lock _gate = new();
    private Shelf? _shelf;

    public BreakGlassShelf(BreakGlassList list, ChangeNotifications notifications, TimeProvider time)
    {
        (_list, _time) = (list, time);
        _notifications = notifications.Watch(
            notice =>
            {
                if (notice is null)
                {
                    Forget();
                }
            },
            Forget
        );
    }

    public Task<IReadOnlyList<BreakGlassRow>> Open(CancellationToken stop)
    {
        lock (_gate)
        {
            if (
                _shelf is not { Rows: { IsFaulted: false, IsCanceled: false } } known
                || _time.GetElapsedTime(known.At) >= Kept
            )
            {
                // Who leaves doesn't stop the reading for the others.
                _shelf = known = new Shelf(
                    Task.Run(() => _list.Open(CancellationToken.None), CancellationToken.None),
                    _time.GetTimestamp()
                );
            }

            return known.Rows.WaitAsync(stop);
        }
    }

    public void Dispose() => _notifications.Dispose();

    private void Forget()
    {
        lock (_gate)
        {
            _shelf = null;
        }
    }

    private sealed record Shelf(Task<IReadOnlyList<BreakGlassRow>> Rows, long At);
}
