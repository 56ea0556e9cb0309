using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Portal.Web.Health;

/// <summary>How web ends.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Portal:Shutdown";

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long after SIGTERM web goes on while <c>/health/ready</c> answers 503: what a proxy needs to see it. 0: it ends at once.</summary>
    public TimeSpan Drain { get; set; }

    /// <summary>Over how long its open pages are then sent to other processes, one after the other. 0: all at once, as it ends.</summary>
    public TimeSpan ClosePages { get; set; }

    public bool IsValid => IsOk(Drain) && IsOk(ClosePages);

    internal static bool IsOk(TimeSpan time) => time >= TimeSpan.Zero && time <= Longest;
}

/// <summary>
/// After SIGTERM web isn't ready any more, so that a proxy sends new work elsewhere, and serves as before until that has had its time; then its open
/// pages go elsewhere in turns. A second signal, or Ctrl+C, ends it at once.
/// </summary>
internal sealed partial class Drain(
    IHostApplicationLifetime host,
    OpenConnections pages,
    IOptions<ShutdownOptions> options,
    TimeProvider clock,
    ILogger<Drain> log
) : IHostLifetime, IHealthCheck, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private ITimer? _end;

    public bool HasBegun => Volatile.Read(ref _end) is not null;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.AddRange(
            new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT }.Select(signal =>
                PosixSignalRegistration.Create(signal, End)
            )
        );
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            HasBegun
                ? HealthCheckResult.Unhealthy("This process is shutting down.")
                : HealthCheckResult.Healthy("New requests are welcome.")
        );

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _end?.Dispose();
    }

    // Signals come on threads of their own, maybe two at once.
    private void End(PosixSignalContext context)
    {
        context.Cancel = true; // the process isn't ended by the signal, but by the host
        var (drain, closePages) = (options.Value.Drain, options.Value.ClosePages);
        if (context.Signal != PosixSignal.SIGTERM || drain + closePages == TimeSpan.Zero)
        {
            host.StopApplication();
            return;
        }

        var end = clock.CreateTimer(_ => _ = End(closePages), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (Interlocked.CompareExchange(ref _end, end, null) is null)
        {
            LogDraining(drain, closePages);
            end.Change(drain, Timeout.InfiniteTimeSpan);
        }
        else
        {
            end.Dispose();
            host.StopApplication();
        }
    }

    private async Task End(TimeSpan closePages)
    {
        await pages.End(closePages, host.ApplicationStopping);
        host.StopApplication();
    }

    [LoggerMessage(
        LogLevel.Information,
        "Shutting down: not ready for new requests, closing open pages in {Drain}, over {ClosePages} at most."
    )]
    private partial void LogDraining(TimeSpan drain, TimeSpan closePages);
}
