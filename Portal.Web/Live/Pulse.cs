namespace Portal.Web.Live;

/// <summary>
/// Makes ages grow older on the page. One timer per circuit, running only while something listens; what listens
/// renders again only if its words changed.
/// </summary>
public sealed class Pulse(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock gate = new();
    private ITimer? timer;
    private Action? listeners;

    public DateTimeOffset Now => time.GetUtcNow();

    public event Action Beat
    {
        add
        {
            lock (gate)
            {
                listeners += value;
                timer ??= time.CreateTimer(_ => listeners?.Invoke(), state: null, Interval, Interval);
            }
        }
        remove
        {
            lock (gate)
            {
                listeners -= value;
                if (listeners is null)
                {
                    timer?.Dispose();
                    timer = null;
                }
            }
        }
    }

    public void Dispose() => timer?.Dispose();
}
