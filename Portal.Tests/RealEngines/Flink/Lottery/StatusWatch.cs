using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Tests.Journeys;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>
/// Looks at Flink and at the portal twice a second: how long a job had no true status at a stretch, and whether two jobs of one name were ever
/// alive.
/// </summary>
internal sealed class StatusWatch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _enough = new();
    private readonly FlinkJobs _flink;
    private readonly HttpClient _portal;
    private readonly Task _looking;
    private readonly Dictionary<(string Job, Untruth? Why), long> _since = [];
    private readonly Dictionary<Untruth, (TimeSpan Took, string Words)> _longest = [];
    private (TimeSpan Took, string Words) _longestOfAll;

    private StatusWatch(FlinkJobs flink, HttpClient portal)
    {
        (_flink, _portal) = (flink, portal);
        _looking = Task.Run(Look);
    }

    /// <summary>Names with the ids of the jobs that were alive at the same time.</summary>
    public ConcurrentBag<string> SecondCopies { get; } = [];

    public int Polls { get; private set; }

    public static async Task<StatusWatch> Start(RunningPortal portal, string flink)
    {
        var reader = await portal.As("grace");
        reader.Timeout = TimeSpan.FromSeconds(3);
        return new(new(flink), reader);
    }

    /// <summary>The longest times, with what was shown and what was so.</summary>
    public IEnumerable<string> Report() =>
        Enum.GetValues<Untruth>()
            .Select(why => $"{Title(why), -34} {Longest(_longest.GetValueOrDefault(why))}")
            .Prepend($"{"no true status, whatever the reason", -34} {Longest(_longestOfAll)}");

    /// <summary>How long a job had no true status at a stretch for this reason.</summary>
    public TimeSpan Longest(Untruth why) => _longest.GetValueOrDefault(why).Took;

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _looking;
        _enough.Dispose();
        _flink.Dispose();
        _portal.Dispose();
    }

    private async Task Look()
    {
        while (!_enough.IsCancellationRequested)
        {
            // What changes between the two looks may be shown as before or as after it.
            var before = await All();
            var shown = await Shown();
            var after = await All();
            foreach (var job in Names(before, shown, after))
            {
                Note(job, shown, before, after);
            }

            Polls++;
            await Task.Delay(Pause, TimeProvider.System, _enough.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(
        string job,
        IReadOnlyDictionary<string, ShownStatus>? shown,
        IReadOnlyList<ListedJob>? before,
        IReadOnlyList<ListedJob>? after
    )
    {
        var mine = shown?.GetValueOrDefault(job);
        Untruth? untrue =
            shown is null ? Untruth.NoAnswer
            : StatusTruth.Of(mine, job, before) is null ? null
            : StatusTruth.Of(mine, job, after);
        foreach (var why in Enum.GetValues<Untruth>().Cast<Untruth?>().Append(null))
        {
            var now = TimeProvider.System.GetTimestamp();
            if (untrue is null || (why is not null && why != untrue))
            {
                _since.Remove((job, why));
                continue;
            }

            _since.TryAdd((job, why), now);
            var took = TimeProvider.System.GetElapsedTime(_since[(job, why)], now);
            var words = $"{job}: shown {mine?.Health ?? "nothing"} ({mine?.Words}); Flink: {So(job, after)}";
            if (why is not { } reason)
            {
                _longestOfAll = took > _longestOfAll.Took ? (took, words) : _longestOfAll;
            }
            else if (took > _longest.GetValueOrDefault(reason).Took)
            {
                _longest[reason] = (took, words);
            }
        }
    }

    private async Task<IReadOnlyList<ListedJob>?> All()
    {
        var all = await _flink.All();
        foreach (var copies in (all ?? []).Where(j => j.IsAlive).GroupBy(j => j.Name).Where(g => g.Count() > 1))
        {
            SecondCopies.Add($"{copies.Key}: {string.Join(" and ", copies.Select(j => $"{j.Id} {j.State}"))}");
        }

        return all;
    }

    private async Task<IReadOnlyDictionary<string, ShownStatus>?> Shown()
    {
        try
        {
            var page = await _portal.GetFromJsonAsync<JsonElement>("api/v1/jobs?limit=200");
            return page.GetProperty("items")
                .EnumerateArray()
                .ToDictionary(
                    job => job.GetProperty("name").GetString()!,
                    job => new ShownStatus(
                        job.GetProperty("health").GetString()!,
                        job.GetProperty("jobId").GetString(),
                        job.GetProperty("words").GetString()!
                    ),
                    StringComparer.Ordinal
                );
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Names(
        IReadOnlyList<ListedJob>? before,
        IReadOnlyDictionary<string, ShownStatus>? shown,
        IReadOnlyList<ListedJob>? after
    ) =>
        (before ?? [])
            .Concat(after ?? [])
            .Where(j => j.IsAlive)
            .Select(j => j.Name)
            .Concat(shown?.Keys ?? [])
            .Where(name => !name.Contains(".rehearsal-", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

    private static string So(string job, IReadOnlyList<ListedJob>? flink) =>
        flink is null ? "no answer"
        : flink.FirstOrDefault(j => j.Name == job && j.IsAlive) is { } alive
            ? $"{alive.State}, {alive.Running} of {alive.Tasks} tasks run, job {alive.Id}"
        : "no such job is alive";

    private static string Longest((TimeSpan Took, string Words) longest) =>
        longest.Took == TimeSpan.Zero ? "never" : $"{longest.Took.TotalSeconds:0.0} s   {longest.Words}";

    private static string Title(Untruth why) =>
        why switch
        {
            Untruth.NoAnswer => "the portal doesn't answer",
            Untruth.Unconfirmed => "Flink doesn't answer, not Unknown",
            _ => "Flink says otherwise",
        };
}
