using System.Globalization;
using Portal.Core.Jobs;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>
/// JobManager, TaskManager, SQL Gateway, workers, store and broker are killed at random, by kill -9, during starts, upgrades and changes of the
/// parallelism of jobs that write exactly once, while records keep coming. <c>PORTAL_LOTTERY_ROUNDS</c> is how many such changes there are,
/// <c>PORTAL_LOTTERY_SEED</c> repeats what was drawn; what happened is written to <c>TestResults/kill-lottery.txt</c> while it goes on.
/// </summary>
public sealed class KillLotteryTests(ITestOutputHelper output)
{
    private const int Rounds = 8;

    // Flinks are read every 30 s, and what is older than counts is shown as Unknown.
    private static readonly TimeSpan LongestContradicted = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestUnconfirmed = JobRules.Fresh;
    private static readonly string[] Lasting = ["lottery-a", "lottery-b"];
    private readonly string _report = Path.Combine(
        Directory.CreateDirectory(Repository.PathOf("TestResults")).FullName,
        "kill-lottery.txt"
    );

    [FullRunFact]
    public async Task Whatever_is_killed_each_record_is_committed_once_and_nothing_is_left_behind()
    {
        var rounds = Setting("PORTAL_LOTTERY_ROUNDS") ?? Rounds;
        var seed = Setting("PORTAL_LOTTERY_SEED") ?? Random.Shared.Next();
        await File.WriteAllTextAsync(_report, "");
        await Say($"{rounds} rounds, PORTAL_LOTTERY_SEED={seed}");
        await using var world = await LotteryWorld.Start();
        using var changes = await LotteryChanges.Of(world.Portal);
        await Applied(changes, LotteryChanges.Topic(JobVersion.Source));
        await using var records = new NumberedRecords(world.Kafka.Bootstrap, JobVersion.Source);
        await using var watch = await StatusWatch.Start(world.Portal, world.Flink.Url);
        foreach (var job in Lasting)
        {
            await Applied(
                changes,
                LotteryChanges.Topic(JobVersion.Sink(job)),
                LotteryChanges.Job("create", job, JobVersion.First)
            );
        }

        var lottery = new KillLottery(world, changes, records, Lasting, new Random(seed), Say);
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                await lottery.Play(round);
                watch.SecondCopies.ShouldBeEmpty();
            }

            var sent = await records.End();
            foreach (var job in Lasting)
            {
                await records.AreThereOnce(JobVersion.Sink(job), sent, job);
            }

            await Say(
                $"{sent} records, each committed once by {string.Join(" and ", Lasting)}; no second copy was alive"
            );
            (await Leftovers.Of(world, Lasting)).ShouldBeEmpty();
            await Say("nothing is left that nobody knows");
            watch.Longest(Untruth.Contradicted).ShouldBeLessThan(LongestContradicted);
            watch.Longest(Untruth.Unconfirmed).ShouldBeLessThan(LongestUnconfirmed);
        }
        catch (Exception)
        {
            await File.WriteAllTextAsync(Path.ChangeExtension(_report, ".log"), world.Portal.Logs);
            throw;
        }
        finally
        {
            await Say(lottery.Summary);
            await Say($"the longest time without a true status, of {watch.Polls} looks:");
            foreach (var line in watch.Report())
            {
                await Say($"  {line}");
            }
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : null;

    private static async Task Applied(LotteryChanges changes, params object[] resources) =>
        (await changes.Ends(await changes.Submit(resources), () => true)).State.ShouldBe("applied");

    private async Task Say(string line)
    {
        output.WriteLine(line);
        await File.AppendAllTextAsync(_report, $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {line}\n");
    }
}
