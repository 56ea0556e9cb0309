using Portal.Core.Changes;
using Portal.Tests.Kit;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>Work that breaks on what nobody foresaw is waited with, told, and in the end given to a person.</summary>
public sealed class BreakingTests : IAsyncLifetime
{
    private const string Broken = "an invariant was broken";
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_run_that_breaks_is_parked_with_words_and_goes_on_when_it_can()
    {
        _world.Kafka.Fault = call => call == "Create" ? throw new InvalidOperationException(Broken) : null;
        await _world.StartWorker();
        var id = await _world.Ask(Create("breaking.parked"));
        var parked = await Deadline.For(async () =>
            (await _world.View(id)).Run is { FirstFailedAt: not null } run ? run : null
        );
        parked.StatusMessage.ShouldNotBeNull().ShouldContain(Broken);
        _world.Kafka.Fault = _ => null;
        await _world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task A_run_that_keeps_breaking_is_tried_ever_less_often_and_then_a_persons_matter()
    {
        var tries = 0;
        _world.Kafka.Fault = call =>
            call == "Create" && Interlocked.Increment(ref tries) > 0
                ? throw new InvalidOperationException(Broken)
                : null;
        await _world.StartWorker(null, ("Portal:Applying:GiveUpAfter", "00:00:02"));
        var id = await _world.Ask(Create("breaking.stuck"));
        (await _world.Reaches(id, ChangeState.Stuck)).Row.StatusMessage!.ShouldContain(Broken);
        // In two seconds: after 0.1 s, and each time after as long again. Every tenth of a second would be twenty.
        tries.ShouldBeLessThan(10);
    }

    [Fact]
    public async Task Planning_that_keeps_breaking_says_so_and_then_fails_in_words()
    {
        _world.Kafka.Fault = call => call == "Topics" ? throw new InvalidOperationException(Broken) : null;
        await _world.StartWorker(null, ("Portal:Planning:GiveUpAfter", "00:00:02"));
        var id = await _world.Ask(Create("breaking.planned"));
        await Deadline.Until(async () =>
            await _world.View(id) is { Row: { State: ChangeState.Planning, StatusMessage: { } told } }
            && told.Contains(Broken)
        );
        (await _world.Reaches(id, ChangeState.PlanFailed)).Row.StatusMessage!.ShouldContain(Broken);
    }
}
