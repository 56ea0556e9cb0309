using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Runs;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>Two worker processes, as they are shipped, on one store and one cluster over the wire.</summary>
public sealed class TwoProcessesTests : IAsyncLifetime
{
    private const int New = 20;
    private const int Known = 10;

    private readonly RunFolder _folder = AppProcess.Folder();
    private readonly List<AppProcess> _processes = [];
    private LocalKafka _kafka = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _kafka = await LocalKafka.Start();
        _world = await WorkerWorld.On(_kafka.Bootstrap);
        var addresses = new[] { Address(), Address() };
        _processes.AddRange(addresses.Select(Worker));
        await Task.WhenAll(_processes.Zip(addresses, (p, at) => p.Healthy(new Uri(at, "/health/ready"))));
    }

    public async Task DisposeAsync()
    {
        _processes.ForEach(process => process.Dispose());
        _folder.Dispose();
        await _world.DisposeAsync();
        await _kafka.DisposeAsync();
    }

    [LongFact]
    public async Task Both_take_their_part_and_each_step_is_done_once()
    {
        foreach (var number in Enumerable.Range(0, Known))
        {
            await _world.Manage($"known.{number}", 3, ("retention.ms", "3600000"));
        }

        var made = await All(New, number => _world.Ask(Create($"new.{number}")));
        var changed = await All(Known, Change);

        foreach (var id in made.Concat(changed))
        {
            IsDoneOnce(await _world.Reaches(id, ChangeState.Applied));
        }

        (await Shapes("new", New)).ShouldAllBe(topic => topic == "3, ");
        (await Shapes("known", Known)).ShouldAllBe(topic => topic == "6, 7200000");
        var carried = _processes.ConvertAll(p => p.Log.Split("Carried: RunClaim").Length - 1);
        carried.ShouldAllBe(runs => runs > 0);
        carried.Sum().ShouldBe(New + Known, "no run was taken up twice");
    }

    private async Task<ChangeId> Change(int number)
    {
        var id = await _world.Ask(Update($"known.{number}", 6, ("retention.ms", "7200000")));
        await _world.Reaches(id, ChangeState.PendingApproval);
        await _world.Approve(id);
        return id;
    }

    // What was done already would have been refused, and so be Met or Found instead of Made.
    private static void IsDoneOnce(ChangeView change)
    {
        change.Plan!.Number.ShouldBe(1);
        change
            .Run!.Journal.Select(entry => (entry.Step, entry.Phase, entry.Result))
            .ShouldBe(
                from step in Enumerable.Range(0, change.Plan.Steps.Length)
                from entry in new[] { (step, StepPhase.Intent, null), (step, StepPhase.Done, nameof(StepOrigin.Made)) }
                select entry
            );
        change.Timeline.Count(e => e.Kind == "step.done").ShouldBe(change.Plan.Steps.Length);
    }

    private async Task<List<string>> Shapes(string kind, int count)
    {
        var names = Enumerable.Range(0, count).Select(number => $"{kind}.{number}").ToList();
        var live = await Task.WhenAll(names.Select(_world.Live));
        return
        [
            .. live.Select(topic =>
                topic!.Configs["retention.ms"] is { IsDefault: false, Value: var kept }
                    ? $"{topic.Partitions}, {kept}"
                    : $"{topic.Partitions}, "
            ),
        ];
    }

    private static Task<ChangeId[]> All(int count, Func<int, Task<ChangeId>> ask) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(ask));

    private AppProcess Worker(Uri at) =>
        AppProcess.Start(
            _folder,
            "Portal.Workers",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Portal"] = _world.Store,
                ["Portal__KeysDirectory"] = _world.Keys,
                ["ASPNETCORE_URLS"] = at.GetLeftPart(UriPartial.Authority),
                ["Logging__LogLevel__Portal.Workers.Applying.ApplyingWorker"] = "Debug",
            }
        );

    private static Uri Address() => new($"http://127.0.0.1:{FreePorts.One()}");
}
