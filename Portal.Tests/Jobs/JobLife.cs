using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Applying;

namespace Portal.Tests.Jobs;

/// <summary>The life of a job by changes, on whatever answers as Flink: it can't be known from what happens.</summary>
internal static class JobLife
{
    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic.</param>
    public static async Task Play(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await records("orders", "a\nb\n");
        var first = JobWorlds.Spec(JobWorlds.Copy("orders", "copies"));

        await world.Reaches(await world.Ask(JobWorlds.Start("copier", first)), ChangeState.Applied);
        var started = (await world.Alive("copier")).ShouldHaveSingleItem();
        (await (await world.Flink()).Definition(started.Id, CancellationToken.None)).ShouldBe(first.Definition);
        (await committed("copies", 2)).ShouldBe(["A", "B"]);

        var suspended = first with { State = JobDesired.Suspended };
        await world.Reaches(await world.Ask(JobWorlds.Change("copier", suspended)), ChangeState.Applied);
        (await world.Alive("copier")).ShouldBeEmpty();
        await records("orders", "c\n");

        await world.Reaches(await world.Ask(JobWorlds.Change("copier", first)), ChangeState.Applied);
        (await world.Alive("copier")).ShouldHaveSingleItem().Id.ShouldNotBe(started.Id);
        (await committed("copies", 3)).ShouldBe(["A", "B", "C"]);

        var second = first with { Definition = first.Definition with { Parallelism = 2 } };
        await world.Reaches(await world.Ask(JobWorlds.Change("copier", second)), ChangeState.Applied);
        (await world.Alive("copier")).ShouldHaveSingleItem();
        await records("orders", "d\n");
        (await committed("copies", 4)).ShouldBe(["A", "B", "C", "D"]);

        var cancel = await world.Ask(JobWorlds.Cancel("copier"));
        await world.Reaches(cancel, ChangeState.PendingApproval);
        await world.Approve(cancel);
        await world.Reaches(cancel, ChangeState.Applied);
        (await world.Alive("copier")).ShouldBeEmpty();
        await using var db = await world.Open();
        (await db.Set<Resource>().CountAsync(r => r.Kind == JobKind.Word && r.GoneAt == null)).ShouldBe(0);
    }
}
