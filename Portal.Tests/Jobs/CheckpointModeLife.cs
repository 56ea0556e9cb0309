using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A job that writes at least once runs in the checkpoint mode that is wanted, and that is read back, on whatever answers as Flink.</summary>
internal static class CheckpointModeLife
{
    public static readonly string[] Topics = ["mode.in", "mode.out"];

    /// <param name="records">Writes lines to a topic.</param>
    public static async Task Play(WorkerWorld world, Func<string, string, Task> records)
    {
        await records("mode.in", "a\n");
        var copies = JobWorlds.Spec(JobWorlds.Copy("mode.in", "mode.out"));
        var first = copies with { Definition = copies.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
        await world.Reaches(await world.Ask(JobWorlds.Start("modes", first)), ChangeState.Applied);
        (await Seen(world)).Facts.CheckpointMode.ShouldBe(CheckpointMode.AtLeastOnce, "as its guarantee");

        var second = first with { Definition = first.Definition with { CheckpointMode = CheckpointMode.ExactlyOnce } };
        await world.Reaches(await world.Upgrade("modes", second), ChangeState.Applied);
        var now = await Seen(world);
        now.Facts.CheckpointMode.ShouldBe(CheckpointMode.ExactlyOnce);
        now.Definition.ShouldBe(second.Definition);
        GuaranteeLint.Running(second.Definition, now).ShouldBeEmpty();
        await world.CancelBehindUs("modes");
    }

    private static async Task<SeenJob> Seen(WorkerWorld world)
    {
        var alive = (await world.Alive("modes")).ShouldHaveSingleItem();
        await using var db = await world.Open();
        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(CancellationToken.None);
        // Several clusters of the world have this Flink.
        return await db.Set<SeenJob>().AsNoTracking().OrderBy(j => j.ClusterId).FirstAsync(j => j.JobId == alive.Id);
    }
}
