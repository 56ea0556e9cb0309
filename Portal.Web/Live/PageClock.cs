namespace Portal.Web.Live;

/// <summary>
/// Makes ages grow older on the page. One timer per circuit, running only while something listens; what listens
/// renders again only if its words changed.
/// </summary>
public sealed class PageClock(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private Action? _listeners;

    public DateTimeOffset Now => time.GetUtcNow();

    public event Action Ticked
    {
        add
        {
            lock (_gate)
            {
                _listeners += value;
                _timer ??= time.CreateTimer(_ => _listeners?.Invoke(), state: null, Interval, Interval);
            }
        }
        remove
        {
            lock (_gate)
            {
                _listeners -= value;
                if (_listeners is null)
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
    }

    public void Dispose() => _timer?.Dispose();
}
