using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Jobs;

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
        var rescaled = await world.Reaches(await world.Ask(JobWorlds.Change("copier", second)), ChangeState.Applied);
        var before = rescaled.Plan!.Evidence.Resources.OfType<JobEvidence>().Single();
        before.MaxParallelism.ShouldBe(128);
        before.Running!.LastStart.ShouldNotBeNull().ShouldBeLessThan(TimeSpan.FromMinutes(2));
        (await world.Alive("copier")).ShouldHaveSingleItem();
        await records("orders", "d\n");
        (await committed("copies", 4)).ShouldBe(["A", "B", "C", "D"]);
        await Savepoints(world, "copier");

        await world.Reaches(
            await world.Ask(JobWorlds.Change("copier", second with { TakeSavepoint = true })),
            ChangeState.Applied
        );
        (await world.Alive("copier")).ShouldHaveSingleItem();
        var taken = (await Taken(world, "copier"))[0];
        (taken.Savepoint.DeletedAt, taken.Pin!.Words).ShouldBe((null, "It is the newest of its job"));
        taken.By.Title.ShouldStartWith("Take a savepoint");

        var cancel = await world.Ask(JobWorlds.Cancel("copier"));
        var plan = await world.Reaches(cancel, ChangeState.PendingApproval);
        var running = plan.Plan!.Evidence.Resources.OfType<JobEvidence>().Single().Running.ShouldNotBeNull();
        running.CheckpointAt.ShouldNotBeNull();
        running.RecordsSince.ShouldNotBeNull().ShouldBeInRange(0, 4);
        await world.Approve(cancel);
        await world.Reaches(cancel, ChangeState.Applied);
        (await world.Alive("copier")).ShouldBeEmpty();
        await using var db = await world.Open();
        (await db.Set<Resource>().CountAsync(r => r.Kind == JobKind.Word && r.GoneAt == null)).ShouldBe(0);
    }

    /// <summary>A job and the topics that it names, which nobody has seen yet, in one request, in whatever order they stand there.</summary>
    /// <inheritdoc cref="Play"/>
    public static async Task Together(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        var spec = JobWorlds.Spec(JobWorlds.Copy("bundle.in", "bundle.out"));
        var made = await world.Ask(
            JobWorlds.Start("bundle", spec),
            WorkerWorld.Create("bundle.in", 1),
            WorkerWorld.Create("bundle.out", 1)
        );
        var plan = await world.Reaches(made, ChangeState.Applied);
        plan.Plan!.Steps.Select(step => step.On.Name).Distinct().ShouldBe(["bundle.in", "bundle.out", "bundle"]);
        await records("bundle.in", "a\nb\n");
        (await committed("bundle.out", 2)).ShouldBe(["A", "B"]);

        var gone = await world.Ask(
            WorkerWorld.Delete("bundle.in"),
            WorkerWorld.Delete("bundle.out"),
            JobWorlds.Cancel("bundle")
        );
        var ends = await world.Reaches(gone, ChangeState.PendingApproval);
        ends.Plan!.Steps[0].On.Name.ShouldBe("bundle", "it ends before its topics go");
        ends.Checks.ShouldNotContain(check => check.Words.Contains("job bundle", StringComparison.Ordinal));
        await world.Agree(gone);
        await world.Reaches(gone, ChangeState.Applied);
        (await world.Alive("bundle")).ShouldBeEmpty();
        (await world.Live("bundle.in")).ShouldBeNull();
    }

    /// <summary>A job that runs goes back to a savepoint of its catalogue: what it wrote since is written again, and its plan says so first.</summary>
    /// <inheritdoc cref="Play"/>
    public static async Task Restored(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        await records("back.in", "a\n");
        var spec = JobWorlds.Spec(JobWorlds.Copy("back.in", "back.out"));
        var start = await world.Ask(JobWorlds.Start("back", spec));
        await world.Reaches(start, ChangeState.Applied);
        (await committed("back.out", 1)).ShouldBe(["A"]);
        var suspended = spec with { State = JobDesired.Suspended };
        await world.Reaches(await world.Ask(JobWorlds.Change("back", suspended)), ChangeState.Applied);
        await world.Reaches(await world.Ask(JobWorlds.Change("back", spec)), ChangeState.Applied);
        await records("back.in", "b\n");
        (await committed("back.out", 2)).ShouldBe(["A", "B"]);
        var watch = new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        // A reading that a busy Flink doesn't answer is none.
        var savepoint = await Deadline.For(async () =>
        {
            await watch.Look(CancellationToken.None);
            var row = (await Taken(world, "back")).ShouldHaveSingleItem();
            return row.Version.Definition is null ? null : row;
        });
        savepoint.Version.By!.Id.ShouldBe(start);
        savepoint.Version.Against(spec.Definition).ShouldBe(VersionMatch.Same);

        var nowhere = await world.Ask(JobWorlds.Change("back", spec with { RestoreFrom = savepoint.Savepoint.Id + 1 }));
        (await world.Reaches(nowhere, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain("no savepoint");

        var back = await world.Ask(JobWorlds.Change("back", spec with { RestoreFrom = savepoint.Savepoint.Id }));
        var plan = await world.Reaches(back, ChangeState.PendingApproval);
        var said = plan.Checks.Single(c => c.Words.Contains("goes back", StringComparison.Ordinal)).Words;
        said.ShouldContain("It goes back to savepoint");
        said.ShouldContain("It reads up to 1 record again");
        plan.Plan!.Evidence.Resources.OfType<JobEvidence>().Single().MaxParallelism.ShouldBe(128);
        (await Taken(world, "back")).ShouldHaveSingleItem().Pin!.Words.ShouldEndWith("is to start the job from it");
        await world.Agree(back);
        await world.Reaches(back, ChangeState.Applied);

        (await committed("back.out", 3)).ShouldBe(["A", "B", "B"]);
        (await world.Alive("back")).ShouldHaveSingleItem();
        (await Taken(world, "back")).Single(r => r.Savepoint.Id == savepoint.Savepoint.Id).Restores.Count.ShouldBe(2);
        await using var db = await world.Open();
        var managed = await db.Set<Resource>().SingleAsync(r => r.Name == "back" && r.GoneAt == null);
        managed.Read(world.Get<ResourceKinds>()).ShouldBe(spec);
        await Forked(world, spec, savepoint.Savepoint.Id, committed);
        await world.CancelBehindUs("back");
    }

    // It knows what the savepoint's job had read, and reads what came since, beside a job that goes on.
    private static async Task Forked(
        WorkerWorld world,
        JobSpec made,
        long savepoint,
        Func<string, int, Task<IReadOnlyList<string>>> committed
    )
    {
        var copy = JobWorlds.Spec(JobWorlds.Copy("back.in", "back.copy")) with { RestoreFrom = savepoint };
        var fencing = await world.Ask(JobWorlds.Start("back-copy", copy));
        (await world.Reaches(fencing, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain(
            "would end the transactions of that job"
        );
        copy = copy with { Definition = copy.Definition with { Guarantee = JobGuarantee.AtLeastOnce } };
        var nowhere = await world.Ask(JobWorlds.Start("back-copy", copy with { RestoreFrom = savepoint + 9_999 }));
        (await world.Reaches(nowhere, ChangeState.ChangesRequested)).Row.StatusMessage!.ShouldContain("no savepoint");

        var change = await world.Ask(JobWorlds.Start("back-copy", copy));
        var plan = await world.Reaches(change, ChangeState.PendingApproval);
        plan.Checks.ShouldContain(c =>
            c.Words.Contains($"a copy of the state that back had at savepoint {savepoint}", StringComparison.Ordinal)
        );
        plan.Checks.ShouldNotContain(c => c.Name.StartsWith("shared-topics", StringComparison.Ordinal));
        (await Taken(world, "back"))
            .Single(r => r.Savepoint.Id == savepoint)
            .Pin!.Words.ShouldEndWith("is to start another job from it");
        await world.Agree(change);
        await world.Reaches(change, ChangeState.Applied);

        (await committed("back.copy", 1)).ShouldBe(["B"]);
        (await world.Alive("back")).ShouldHaveSingleItem();
        (await Taken(world, "back")).Single(r => r.Savepoint.Id == savepoint).Restores.Count.ShouldBe(3);
        await world.CancelBehindUs("back-copy");
    }

    private static async Task<IReadOnlyList<SavepointRow>> Taken(WorkerWorld world, string job)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await SavepointRows.Of(db, dev, job, TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    // One of the suspension, one of the upgrade: the first is deleted when its time is over, the second is the newest and stays.
    private static async Task Savepoints(WorkerWorld world, string job)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        Task<IReadOnlyList<SavepointRow>> Rows() =>
            SavepointRows.Of(db, dev, job, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        var before = await Rows();
        before.Count.ShouldBe(2);
        before.ShouldAllBe(r => r.Savepoint.Bytes > 0 && r.Restores.Count == 1 && r.DueAt != null);
        var old = before[1].Savepoint;
        var flink = await world.Flink();
        var watch = new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        // What runs began at the newest; until that has a checkpoint of its own, the facts say so.
        await Deadline.Until(async () =>
        {
            await watch.Look(CancellationToken.None);
            return await db.Set<KeptCheckpoint>()
                .AnyAsync(c => c.ClusterId == dev && c.Status == JobCheckpoint.Completed);
        });
        (await flink.States(job, old.JobId, CancellationToken.None))!.ShouldContain(s =>
            SavepointPath.Same(s.Path, old.Path)
        );

        await db.Set<Savepoint>().ExecuteUpdateAsync(set => set.SetProperty(s => s.EndsAt, old.TakenAt));
        await watch.Look(CancellationToken.None);

        var after = await Rows();
        (after[1].Savepoint.DeletedAt, after[1].Savepoint.Failure).ShouldSatisfyAllConditions(
            a => a.DeletedAt.ShouldNotBeNull(a.Failure),
            a => a.Failure.ShouldBeNull()
        );
        after[0].Savepoint.DeletedAt.ShouldBeNull();
        (await flink.States(job, old.JobId, CancellationToken.None))!.ShouldNotContain(s =>
            SavepointPath.Same(s.Path, old.Path)
        );
        (await flink.DeleteSavepoint(old.Path, JobWorlds.Soon, CancellationToken.None)).ShouldBeNull("it is gone");
    }
}
