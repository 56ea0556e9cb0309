using Confluent.Kafka;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs;

/// <summary>
/// Upgrades of a job that writes exactly once while numbered records keep coming, on whatever answers as Flink. At the end each of them has to be
/// committed once.
/// </summary>
internal sealed class RehearsalLife(WorkerWorld world, string bootstrap, string name) : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private int _sent;
    private Task? _sending;

    public string From => $"{name}.in";

    public string To => $"{name}.out";

    public string Statements(string act = "TRIM") => JobWorlds.Copy(From, To, act);

    /// <summary>A version that fails with every record.</summary>
    public JobSpec Broken =>
        JobWorlds.Spec(Statements("CAST(CAST(`value` AS INT) AS STRING) || TRIM"), checkpointSeconds: 30);

    /// <summary>Starts the first version and the records that it copies.</summary>
    public Task<string> Begin() => Begin(JobWorlds.Spec(Statements()));

    public async Task<string> Begin(JobSpec first)
    {
        await world.SeeTopic(From);
        await world.SeeTopic(To);
        _sending = Send();
        await world.Reaches(await world.Agreed(JobWorlds.Start(name, first)), ChangeState.Applied);
        return (await world.Alive(name)).ShouldHaveSingleItem().Id;
    }

    public Task<ChangeId> Upgrade(JobSpec to) => world.Upgrade(name, to);

    /// <summary>The rehearsal of the change runs, and what it may take time with is shown.</summary>
    public Task<ChangeView> Rehearses(ChangeId change) =>
        Deadline.For(
            async () => await world.View(change) is { Run.Progress: { Step: "await-rehearsal" } } view ? view : null,
            TimeSpan.FromMinutes(2)
        );

    public async Task Abort(ChangeId change)
    {
        var lead = await world.Person(Role.Member, SeededStructure.Payments);
        await world.Get<RunControl>().Abort(lead, change, CancellationToken.None);
    }

    /// <summary>What is there of rehearsals: jobs that are alive, scratch topics, savepoints.</summary>
    public async Task NothingIsLeft()
    {
        var flink = await world.Flink();
        (await flink.Jobs(CancellationToken.None)).ShouldNotContain(j =>
            j.Name.StartsWith($"{name}.rehearsal-") && j.IsAlive
        );
        (await Topics()).ShouldNotContain(t => t.StartsWith("rehearsal-"));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        admin.ListGroups(TimeSpan.FromSeconds(10)).ShouldNotContain(g => g.Group.Contains($"{name}.rehearsal"));
        await using var db = await world.Open();
        var forks = await db.Set<Savepoint>().Where(s => s.IsFork && s.Name == name).ToListAsync();
        forks.ShouldNotBeEmpty();
        forks.ShouldAllBe(f => f.DeletedAt != null);
        foreach (var fork in forks)
        {
            Directory.Exists(new Uri(SavepointPath.Address(fork.Path)).LocalPath).ShouldBeFalse(fork.Path);
        }
    }

    public async Task<IReadOnlyList<string>> Topics() =>
        [
            .. (await (await world.Cluster()).ListTopics(CancellationToken.None))
                .Select(t => t.Name)
                .Where(t => t.Contains(name, StringComparison.Ordinal)),
        ];

    /// <summary>No more records come: each that was sent is committed, once.</summary>
    public async Task EachIsThereOnce()
    {
        await _enough.CancelAsync();
        await _sending!;
        var read = await Produce.Committed(bootstrap, To, _sent);
        read.GroupBy(line => line).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("written twice");
        read.Count.ShouldBe(_sent);
    }

    public async Task<int> Committed() => (await Produce.Committed(bootstrap, To, 0)).Count;

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await (_sending ?? Task.CompletedTask);
        _enough.Dispose();
    }

    private async Task Send()
    {
        while (!_enough.IsCancellationRequested)
        {
            var lines = Enumerable.Range(_sent, 20).Select(n => $"r{n:D7}\n");
            await Produce.Lines(bootstrap, From, string.Concat(lines));
            _sent += 20;
        }
    }
}
