using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Changes of jobs that can't come to their end, on whatever answers as Flink: what ran goes on, and no record is lost or doubled.</summary>
/// <param name="records">Writes lines to a topic.</param>
/// <param name="committed">So many committed values of a topic.</param>
internal sealed class HardTimes(
    WorkerWorld world,
    Func<string, string, Task> records,
    Func<string, int, Task<IReadOnlyList<string>>> committed
)
{
    /// <summary>Each of these has a topic of this name to read, and one to write.</summary>
    public static readonly string[] Names = ["full", "unfit", "twice", "gate", "dropped", "last", "gone"];

    public static IEnumerable<string> Topics => Names.SelectMany(name => new[] { $"{name}.in", $"{name}.out" });

    /// <summary>Its savepoint can't be written: the job isn't stopped, and the change is taken back in words.</summary>
    /// <param name="flink">Its REST API.</param>
    public async Task SavepointThatCannotBeWritten(string flink)
    {
        var first = await Running("full");
        var started = (await world.Alive("full")).ShouldHaveSingleItem().Id;
        // Where its folder would be there is a file: as a disk that is full, it takes none, whoever the writer is.
        var portal = Directory.CreateDirectory(Path.Combine(await Savepoints(flink), "portal"));
        var inTheWay = Path.Combine(portal.FullName, "full");
        await File.WriteAllTextAsync(inTheWay, "");

        var change = await world.Ask(JobWorlds.Change("full", first with { State = JobDesired.Suspended }));

        var view = await world.Reaches(change, ChangeState.RolledBack, TimeSpan.FromMinutes(2));
        view.Row.StatusMessage.ShouldNotBeNull().ShouldContain("savepoint of full failed");
        (await world.Alive("full")).ShouldHaveSingleItem().Id.ShouldBe(started, "it was never stopped");
        await GoesOn("full");

        File.Delete(inTheWay);
        var again = await world.Ask(JobWorlds.Change("full", first with { State = JobDesired.Suspended }));
        await world.Reaches(again, ChangeState.Applied);
    }

    /// <summary>A job whose savepoint can't be taken is upgraded from its newest checkpoint: one copy runs, and each record is written once.</summary>
    /// <param name="flink">Its REST API.</param>
    public async Task UpgradedFromTheLastState(string flink)
    {
        var first = await Running("last");
        var started = (await world.Alive("last")).ShouldHaveSingleItem().Id;
        var portal = Directory.CreateDirectory(Path.Combine(await Savepoints(flink), "portal"));
        await File.WriteAllTextAsync(Path.Combine(portal.FullName, "last"), "");
        var next = first with
        {
            Definition = first.Definition with { Parallelism = 2 },
            UpgradeMode = JobUpgradeMode.LastState,
        };

        var change = await world.Upgrade("last", next);

        var view = await world.Reaches(change, ChangeState.Applied, TimeSpan.FromMinutes(2));
        view.Checks.ShouldContain(check => check.Words.Contains("It is still exactly-once", StringComparison.Ordinal));
        (await world.Alive("last")).ShouldHaveSingleItem().Id.ShouldNotBe(started);
        await GoesOn("last");

        var suspended = next with { State = JobDesired.Suspended };
        await world.Reaches(await world.Ask(JobWorlds.Change("last", suspended)), ChangeState.Applied);
        (await world.Alive("last")).ShouldBeEmpty();
        await records("last.in", "c\n");
        await world.Reaches(await world.Ask(JobWorlds.Change("last", next)), ChangeState.Applied);
        (await committed("last.out", 3)).ShouldBe(["A", "B", "C"]);
        await world.CancelBehindUs("last");
    }

    /// <summary>The new version can't be started from the savepoint: the former one goes on from it.</summary>
    public async Task SavepointThatDoesNotFit()
    {
        await records("unfit.in", "a\nb\n");
        var first = Distinct("unfit");
        await world.Reaches(await world.Ask(JobWorlds.Start("unfit", first)), ChangeState.Applied);
        (await committed("unfit.out", 2)).ShouldBe(["a", "b"]);
        var next = JobWorlds.Spec(JobWorlds.Copy("unfit.in", "unfit.out"), checkpointSeconds: 600);

        var change = await world.Ask(JobWorlds.Change("unfit", next));
        await world.Reaches(change, ChangeState.PendingApproval);
        await world.Agree(change);

        var view = await world.Reaches(change, ChangeState.RolledBack, TimeSpan.FromMinutes(2));
        view.Row.StatusMessage.ShouldNotBeNullOrEmpty();
        var flink = await world.Flink();
        var alive = (await world.Alive("unfit")).ShouldHaveSingleItem();
        (await flink.Definition(alive.Id, CancellationToken.None)).ShouldBe(first.Definition);
        await records("unfit.in", "b\nc\n");
        // It knows from its state that there was a b before.
        (await committed("unfit.out", 3)).ShouldBe(["a", "b", "c"]);
        await world.CancelBehindUs("unfit");
    }

    /// <summary>Two upgrades of one job are approved at once: one copy runs at every moment, and each record is written once.</summary>
    public async Task TwoUpgradesAtOnce()
    {
        var first = await Running("twice");
        JobSpec Upgraded(Func<JobDefinition, JobDefinition> how) => first with { Definition = how(first.Definition) };
        ChangeId[] both =
        [
            await world.Ask(JobWorlds.Change("twice", Upgraded(d => d with { Parallelism = 2 }))),
            await world.Ask(JobWorlds.Change("twice", Upgraded(d => d with { CheckpointSeconds = 2 }))),
        ];

        await Deadline.Until(
            async () =>
            {
                (await world.Alive("twice")).Count.ShouldBeLessThanOrEqualTo(1);
                foreach (var change in both)
                {
                    if ((await world.View(change)).Row.State == ChangeState.PendingApproval)
                    {
                        await world.Agree(change);
                    }
                }

                return (await Task.WhenAll(both.Select(world.View))).All(v =>
                    !ChangeStates.UnderWay.Contains(v.Row.State)
                );
            },
            TimeSpan.FromMinutes(3)
        );

        var ends = await Task.WhenAll(both.Select(world.View));
        ends.ShouldContain(v => v.Row.State == ChangeState.Applied);
        ends.ShouldAllBe(v => v.Row.State == ChangeState.Applied || v.Row.StatusMessage != null);
        await GoesOn("twice");
        await world.CancelBehindUs("twice");
    }

    /// <summary>A person ends an upgrade while its last gate waits: the former version goes on from the savepoint.</summary>
    public async Task AbortedAtTheLastGate()
    {
        var first = await Running("gate");
        var next = first with { Definition = first.Definition with { Parallelism = 2, CheckpointSeconds = 600 } };
        var change = await world.Ask(JobWorlds.Change("gate", next));
        await Deadline.Until(
            async () => (await world.View(change)).Run is { Owner: null, Progress: not null },
            TimeSpan.FromSeconds(90)
        );

        var lead = await world.Person(Role.Member, SeededStructure.Payments);
        await world.Get<RunControl>().Abort(lead, change, CancellationToken.None);

        var view = await world.Reaches(change, ChangeState.RolledBack);
        view.Timeline.ShouldContain(e => e.Kind == "run.rolling_back" && e.Words.StartsWith("Aborted by "));
        var alive = (await world.Alive("gate")).ShouldHaveSingleItem();
        (await (await world.Flink()).Definition(alive.Id, CancellationToken.None)).ShouldBe(first.Definition);
        await GoesOn("gate");
        await world.CancelBehindUs("gate");
    }

    /// <summary>A topic that a job reads is to be altered or deleted: its plan names the job, and who deletes it needs an override.</summary>
    public async Task TopicOfARunningJob()
    {
        await Running("dropped");
        var altered = await world.Ask(WorkerWorld.Update("dropped.in", 2));
        (
            await Deadline.For(async () => await world.View(altered) is { Plan: not null } view ? view : null)
        ).Checks.ShouldContain(check =>
            check.Words.Contains("dropped", StringComparison.Ordinal)
            && check.Words.Contains("job", StringComparison.Ordinal)
        );

        var deleted = await world.Ask(WorkerWorld.Delete("dropped.in"));
        (
            await Deadline.For(async () => await world.View(deleted) is { Plan: not null } view ? view : null)
        ).Checks.ShouldContain(check =>
            check.Words.Contains("job dropped", StringComparison.Ordinal) && check.Verdict != CheckVerdict.Passed
        );
        await world.CancelBehindUs("dropped");
    }

    /// <summary>A topic is deleted past the portal under the job that reads it: whatever Flink says, its status names the topic, until that is there again.</summary>
    public async Task TopicDeletedUnderTheJob()
    {
        await Running("gone");
        var alive = (await world.Alive("gone")).ShouldHaveSingleItem().Id;
        var kafka = await world.Cluster();
        (await Status("gone")).Health.ShouldNotBe(JobHealth.MissingTopic);
        var topic = (await kafka.ListTopics(CancellationToken.None)).Single(t => t.Name == "gone.in");

        await kafka.Delete(topic.TopicId, JobWorlds.Soon, CancellationToken.None);

        var missing = await Deadline.For(async () =>
            await Status("gone") is { Health: JobHealth.MissingTopic } found ? found : null
        );
        missing.Words.ShouldStartWith("dev.gone.in isn't there any more, and it is R");
        missing.Words.ShouldEndWith("Create what is missing again, or change or cancel the job.");

        await kafka.Create(
            new CreateTopic(new(TopicKind.Word, await Dev(), "gone.in"), 1, 1, []),
            JobWorlds.Soon,
            default
        );
        await records("gone.in", "b\nc\nd\n");
        await Deadline.Until(async () => (await Status("gone")).Health != JobHealth.MissingTopic);
        (await world.Alive("gone")).ShouldHaveSingleItem().Id.ShouldBe(alive);
        // How many of the first ones it passes over depends on where it was in the former topic.
        await Deadline.Until(async () => (await committed("gone.out", 2))[^1] == "D");
        await world.CancelBehindUs("gone");
    }

    private async Task<JobStatus> Status(string name)
    {
        await new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System).Look(CancellationToken.None);
        var listed = await (await world.Cluster()).ListTopics(CancellationToken.None);
        var sample = new Sample(TimeProvider.System.GetUtcNow());
        var health = new HandHealth();
        health.Show(
            sample.Cluster(
                await Dev(),
                "dev",
                "dev",
                listed.Select(topic => sample.Topic(topic.Name, 1, LagStatus.Ok)),
                []
            )
        );
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), health, TimeProvider.System);
        return (await jobs.Get("dev", name, CancellationToken.None)).ShouldNotBeNull().Row.Status;
    }

    private async Task<ClusterId> Dev()
    {
        await using var db = await world.Open();
        return (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    private async Task<JobSpec> Running(string name)
    {
        await records($"{name}.in", "a\n");
        var spec = JobWorlds.Spec(JobWorlds.Copy($"{name}.in", $"{name}.out"));
        await world.Reaches(await world.Ask(JobWorlds.Start(name, spec)), ChangeState.Applied);
        (await committed($"{name}.out", 1)).ShouldBe(["A"]);
        return spec;
    }

    private async Task GoesOn(string name)
    {
        await records($"{name}.in", "b\n");
        (await committed($"{name}.out", 2)).ShouldBe(["A", "B"]);
    }

    // Each value once: those that it has seen are its state.
    private static JobSpec Distinct(string name)
    {
        var spec = JobWorlds.Spec($"INSERT INTO dev.`{name}.out` SELECT `value` FROM dev.`{name}.in` GROUP BY `value`");
        return spec with { Definition = spec.Definition with { Writes = [new($"dev.{name}.out", ["value"], true)] } };
    }

    private static async Task<string> Savepoints(string flink)
    {
        using var http = new HttpClient();
        using var settings = JsonDocument.Parse(await http.GetStringAsync($"{flink}/jobmanager/config"));
        return new Uri(
            settings
                .RootElement.EnumerateArray()
                .First(s =>
                    s.GetProperty("key").GetString()
                        is "execution.checkpointing.savepoint-dir"
                            or "state.savepoints.dir"
                )
                .GetProperty("value")
                .GetString()!
        ).LocalPath;
    }
}
