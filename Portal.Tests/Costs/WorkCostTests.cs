using Portal.Core;
using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Costs;

/// <summary>
/// What planning asks of the store and of the engine doesn't grow with a change; what applying asks grows by what each step looks at
/// and writes down, and by nothing else. Many are fifteen, and fifty in a full run.
/// </summary>
public sealed class WorkCostTests(WorkerWorld world) : IClassFixture<WorkerWorld>
{
    private const int Few = 5;
    private static readonly int Many = EngineSkip.FullRunOnly is null ? 50 : 15;

    // The fence, the entry, the notification, before it acts and after it; and the journal as the step before left it.
    private const int CommandsOfAStep = 7;

    // Before it acts, after it, and once more when all is done.
    private const int QuestionsOfAStep = 3;

    [Fact]
    public async Task Planning_many_resources_costs_as_much_as_planning_five()
    {
        var (few, many) = (await Planning(Few), await Planning(Many));

        Same(few.Creates, many.Creates);
        Same(few.Updates, many.Updates);
        many.Updates.Commands.Count.ShouldBeLessThanOrEqualTo(30, many.Updates.ToString());
    }

    [Fact]
    public async Task Applying_costs_each_step_what_it_writes_down_and_the_rest_once()
    {
        await Applying(2); // connections, plans of statements
        var (few, many) = (await Applying(Few), await Applying(Many));

        Grows(few.Creates, many.Creates, steps: 1);
        Grows(few.Updates, many.Updates, steps: 2);
    }

    private static void Same(Cost few, Cost many)
    {
        many.Commands.Count.ShouldBe(few.Commands.Count, $"{few}\n{many}");
        many.Questions.ShouldBe(few.Questions);
    }

    // From few resources to many, of so many steps each.
    private static void Grows(Cost few, Cost many, int steps)
    {
        var more = (Many - Few) * steps;
        (many.Commands.Count - few.Commands.Count).ShouldBeLessThanOrEqualTo(more * CommandsOfAStep, $"{few}\n{many}");
        (many.Questions.Count - few.Questions.Count).ShouldBeLessThanOrEqualTo(more * QuestionsOfAStep);
    }

    private async Task<(Cost Creates, Cost Updates)> Planning(int resources)
    {
        var topics = Topics("planned", resources);
        await world.Ask([.. topics.Select(t => Create(t))]);
        var creates = await Count(world.PlanAll);
        foreach (var topic in topics)
        {
            await world.Manage($"{topic}.there");
        }

        await world.Ask([.. topics.Select(t => Update($"{t}.there", 6, ("retention.ms", "1000")))]);
        return (creates, await Count(world.PlanAll));
    }

    private async Task<(Cost Creates, Cost Updates)> Applying(int resources)
    {
        var topics = Topics("applied", resources);
        var creates = await Apply([.. topics.Select(t => Create(t))]);
        return (creates, await Apply([.. topics.Select(t => Update(t, 6, ("retention.ms", "1000")))]));
    }

    private async Task<Cost> Apply(Core.Changes.Requests.ResourceDraft[] resources)
    {
        var id = await world.Ask(resources);
        await world.PlanAll();
        if ((await world.View(id)).Row.State == ChangeState.PendingApproval)
        {
            await world.Approve(id);
        }

        var cost = await Count(world.ApplyAll);
        (await world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        return cost;
    }

    private async Task<Cost> Count(Func<Task> act)
    {
        var before = world.Kafka.Asked.Count;
        // Another connection is opened when the pool has none free: that is nobody's cost.
        var commands = (await CountedCommands.Of(act)).Where(c => !c.StartsWith("CONNECT", StringComparison.Ordinal));
        var cost = new Cost([.. commands], [.. world.Kafka.Asked.Skip(before).Order(StringComparer.Ordinal)]);
        return cost;
    }

    private static string[] Topics(string name, int many) =>
        [.. Enumerable.Range(0, many).Select(i => $"{name}.of{many}.n{i}")];

    private sealed record Cost(IReadOnlyList<string> Commands, IReadOnlyList<string> Questions)
    {
        public override string ToString() =>
            string.Join('\n', Commands.GroupBy(c => c).Select(c => $"{c.Count()} × {c.Key.ReplaceLineEndings(" ")}"));
    }
}
