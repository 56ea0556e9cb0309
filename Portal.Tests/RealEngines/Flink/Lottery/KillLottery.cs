using System.Collections.Concurrent;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>Rounds of one change and some kills each, drawn from a seed.</summary>
/// <param name="jobs">Those that are upgraded and rescaled.</param>
/// <param name="say">A line for the report.</param>
internal sealed class KillLottery(
    LotteryWorld world,
    LotteryChanges changes,
    NumberedRecords records,
    IReadOnlyList<string> jobs,
    Random random,
    Func<string, Task> say
)
{
    // Three steps, or eight, each with its intent and its end.
    private const int Notes = 6;
    private const int NotesWithRehearsal = 16;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _ready = 1;

    /// <summary>How much of what happened.</summary>
    public string Summary => string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} × {c.Key}"));

    public async Task Play(int round)
    {
        var began = TimeProvider.System.GetTimestamp();
        var act = random.Next(3);
        var job = act == 0 ? $"lottery-start-{round}" : jobs[random.Next(jobs.Count)];
        var isRehearsed = random.Next(3) == 0;
        var strikes = Strike.Draw(random, act == 1 && isRehearsed ? NotesWithRehearsal : Notes);
        var (words, resources) = act switch
        {
            0 => ("start", Started(job)),
            1 when isRehearsed => ("upgrade with rehearsal", await Changed(job, v => v.Upgraded(true))),
            1 => ("upgrade", await Changed(job, v => v.Upgraded(false))),
            _ => ("rescale", await Changed(job, v => v.Rescaled)),
        };
        await say($"round {round}: {words} of {job}; {string.Join(", ", strikes)}");
        var change = await changes.Submit(resources);
        Volatile.Write(ref _ready, 0);
        var ending = changes.Ends(change, () => Volatile.Read(ref _ready) == 1);
        await Task.WhenAll(strikes.Select(strike => Play(strike, change)));
        Count("workers started again after they ended by themselves", await world.AllAnswer());
        Volatile.Write(ref _ready, 1);
        var ended = await ending;
        Count($"{words} {ended.State}", 1);
        Count("a person had to do something", ended.Stuck.Count);
        var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await say(
            $"  change {ended.Id} is {ended.State} after {took:0} s{(ended.Words is null ? "" : $": {ended.Words}")}"
        );
        foreach (var stuck in ended.Stuck)
        {
            await say($"  {stuck}");
        }

        if (act == 0 && ended.State == "applied")
        {
            await Retire(job);
        }
    }

    private static object[] Started(string job) =>
        [LotteryChanges.Topic(JobVersion.Sink(job)), LotteryChanges.Job("create", job, JobVersion.First)];

    private async Task<object[]> Changed(string job, Func<JobVersion, JobVersion> to) =>
        [LotteryChanges.Job("update", job, to(await changes.Wanted(job)))];

    private async Task Play(Strike strike, long change)
    {
        try
        {
            await Deadline.Until(
                async () => await changes.Progress(change) is not { } now || now.Notes >= strike.Notes || now.IsOver,
                LongestWait
            );
        }
        catch (TimeoutException)
        {
            // Another kill holds the change up: this one comes into it.
        }

        await Task.Delay(strike.After, TimeProvider.System);
        await world.Kill(strike.Part);
        Count($"{strike.Part} killed", 1);
        await Task.Delay(strike.Away, TimeProvider.System);
        await world.Respawn(strike.Part);
    }

    // It has copied all that came until now; then it ends.
    private async Task Retire(string job)
    {
        await records.AreThereOnce(JobVersion.Sink(job), records.Sent, job);
        var ended = await changes.Ends(await changes.Submit(LotteryChanges.End(job)), () => true);
        ended.State.ShouldBe("applied", ended.Words);
        await records.AreThereOnce(JobVersion.Sink(job), 0, $"{job}, which has ended");
    }

    private void Count(string what, int times)
    {
        if (times > 0)
        {
            _counts.AddOrUpdate(what, times, (_, before) => before + times);
        }
    }
}
