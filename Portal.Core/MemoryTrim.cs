using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Portal.Core;

/// <summary>
/// Gives back to the machine what the garbage collector keeps for nothing. A collection beside the work never compacts, and a process that
/// rests between two cycles comes to no other by itself: it would keep half as much again as it uses. The process stands still meanwhile,
/// for a tenth of a second where 10,000 topics are watched, and for no more than a fortieth of the time. For a machine that has
/// other things to do as well (<c>Portal:TrimMemory</c>).
/// </summary>
public sealed class MemoryTrim(TimeProvider clock) : BackgroundService
{
    private const long NotWorthIt = 8_000_000;
    private const int RestAfter = 40;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // What the runtime allocated for its compiler, and doesn't need any more. Null: another C library.
    private static readonly Trim? Malloc =
        NativeLibrary.TryLoad("libc.so.6", out var libc)
        && NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim)
            ? Marshal.GetDelegateForFunctionPointer<Trim>(trim)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var (least, collections) = (0L, 0);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // What a cycle needs until it is over would be kept, and compacted, in its middle: whoever works collects.
            var rests = GC.CollectionCount(0) == collections;
            collections = GC.CollectionCount(0);
            var kept = GC.GetGCMemoryInfo().TotalCommittedBytes - least;
            if (kept > (rests ? NotWorthIt : (least / 4) + (2 * NotWorthIt)))
            {
                var began = clock.GetTimestamp();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                Malloc?.Invoke(0);
                least = GC.GetGCMemoryInfo(GCKind.FullBlocking).TotalCommittedBytes;
                await Task.Delay(clock.GetElapsedTime(began) * RestAfter, clock, stoppingToken);
            }
        }
    }

    private delegate int Trim(nuint keep);
}

public static class MemoryTrimRegistration
{
    public static void AddMemoryTrim(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue<bool>("Portal:TrimMemory"))
        {
            services.AddHostedService<MemoryTrim>();
        }
    }
}
