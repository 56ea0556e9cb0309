using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>What is still there when all is over, though nobody knows it.</summary>
internal static class Leftovers
{
    private const string Rehearsal = ".rehearsal-";
    private const string Metadata = "_metadata";

    /// <param name="jobs">Those that are to run.</param>
    public static async Task<IReadOnlyList<string>> Of(LotteryWorld world, IReadOnlyCollection<string> jobs)
    {
        using var flink = new FlinkJobs(world.Flink.Url);
        var alive = (await flink.All())!.Where(j => j.IsAlive).Select(j => j.Name).Order(StringComparer.Ordinal);
        alive.ShouldBe(jobs.Order(StringComparer.Ordinal), "what runs is what is to run");
        return
        [
            .. Scratch(world.Kafka.Bootstrap),
            .. await Savepoints(world, await flink.Folder("execution.checkpointing.savepoint-dir")),
            .. await Checkpoints(world, await flink.Folder("execution.checkpointing.dir")),
            .. await Open(world),
        ];
    }

    private static IEnumerable<string> Scratch(string bootstrap)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        var within = TimeSpan.FromSeconds(30);
        return admin
            .GetMetadata(within)
            .Topics.Select(t => $"topic {t.Topic}")
            .Concat(admin.ListGroups(within).Select(g => $"group {g.Group}"))
            .Where(name => name.Contains(Rehearsal, StringComparison.Ordinal))
            .ToList();
    }

    // Both ways: what lies there is known, and what is known lies there.
    private static async Task<IEnumerable<string>> Savepoints(LotteryWorld world, string folder)
    {
        await using var db = await world.Portal.Store();
        var known = await db.Set<Savepoint>().ToListAsync();
        var there = Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(Path.GetDirectoryName)
                .Distinct()
            : [];
        var paths = there.Select(path => new Uri(path!).AbsoluteUri).ToList();
        return paths
            .Where(path => !known.Exists(s => s.DeletedAt is null && SavepointPath.Same(s.Path, path)))
            .Select(path =>
                $"savepoint {path}{(File.Exists(Path.Combine(new Uri(path).LocalPath, Metadata)) ? "" : ", never finished")}"
            )
            .Concat(
                known
                    .Where(s => s.DeletedAt is null && !paths.Exists(path => SavepointPath.Same(s.Path, path)))
                    .Select(s => $"savepoint {s.Path} is recorded and isn't there")
            )
            .Concat(known.Where(s => s.IsFork && s.DeletedAt is null).Select(s => $"fork {s.Path} isn't deleted"));
    }

    private static async Task<IEnumerable<string>> Checkpoints(LotteryWorld world, string folder)
    {
        await using var db = await world.Portal.Store();
        var known = await db.Set<SeenJob>().Select(j => j.JobId).ToListAsync();
        return Directory
            .EnumerateFiles(folder, Metadata, SearchOption.AllDirectories)
            .Where(file => !known.Exists(id => file.Contains($"/{id}/", StringComparison.Ordinal)))
            .Select(file => $"checkpoint {file} of a job that was never seen");
    }

    private static async Task<IEnumerable<string>> Open(LotteryWorld world)
    {
        await using var db = await world.Portal.Store();
        var changes = await db.Set<Change>().Select(c => new { c.Id, c.State }).ToListAsync();
        return changes.Where(c => !c.State.IsEnd()).Select(c => $"change {c.Id.Value} is {c.State}");
    }
}
