using Portal.Core.Changes;
using Portal.Core.Jobs;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>Upgrades of a JAR with a rehearsal on Flink itself, under a checker that counts what is committed. Its program takes topics, guarantee and group from its arguments.</summary>
public sealed class JarRehearsalTests
{
    private const string Job = "jar-rehearsed";

    [FullRunFact]
    public async Task A_JAR_is_rehearsed_beside_the_running_version_and_one_that_crash_loops_never_touches_it()
    {
        await using var world = await (await SharedEngines.Flink).World();
        await world.StartWorker(
            settings: [("Portal:Applying:VerifyWithin", "00:00:30"), ("Portal:Applying:LookEvery", "00:00:00.5")]
        );
        var bootstrap = ((FlinkEngine)await SharedEngines.Flink).Bootstrap;
        await using var life = new RehearsalLife(world, bootstrap, Job);
        async Task<JobSpec> Version(string act)
        {
            var jar = await FlinkPrograms.Rehearsable(act);
            await world.Store(jar);
            return JarWorlds.Spec(
                jar.Digest,
                life.From,
                life.To,
                [
                    bootstrap,
                    $"${{topic:dev.{life.From}}}",
                    $"${{topic:dev.{life.To}}}",
                    "${guarantee}",
                    $"${{group:flink-{Job}}}",
                ]
            ) with
            {
                Rehearsal = true,
            };
        }

        var running = await life.Begin(await Version("value"));

        var broken = await Version("\"\" + Integer.parseInt(value)");
        var failed = await world.Reaches(await life.Upgrade(broken), ChangeState.RolledBack, TimeSpan.FromMinutes(2));
        failed.Row.StatusMessage.ShouldNotBeNull().ShouldContain($"The rehearsal of {Job} isn't stable");
        (await world.Alive(Job)).ShouldHaveSingleItem().Id.ShouldBe(running);
        await life.NothingIsLeft();
        var flink = await world.Flink();
        (await flink.Jars.Find(broken.Definition.Program!.Artifact, CancellationToken.None)).ShouldBeNull();

        var next = await Version("value.trim()");
        var change = await life.Upgrade(next);
        (await life.Rehearses(change))
            .Plan!.Steps.Select(step => step.Word)
            .ShouldBe([
                "upload-artifact",
                "fork-savepoint",
                "create-scratch-topic",
                "start-rehearsal",
                "await-rehearsal",
                "end-rehearsal",
                "stop-job",
                "start-job",
                "await-stability",
            ]);
        (await world.Alive(Job)).ShouldHaveSingleItem().Id.ShouldBe(running);

        var done = await world.Reaches(change, ChangeState.Applied, TimeSpan.FromMinutes(2));
        done.Timeline.Single(e => e.Words.Contains($"{life.To} since the savepoint", StringComparison.Ordinal))
            .Words.ShouldMatch(@"by the running version, [1-9][\d,]*\srecords? by the rehearsal");
        var upgraded = (await world.Alive(Job)).ShouldHaveSingleItem();
        upgraded.Id.ShouldNotBe(running);
        (await flink.Definition(upgraded.Id, CancellationToken.None)).ShouldBe(next.Definition, "as it was typed");
        (await flink.Exceptions(running, CancellationToken.None)).ShouldBeEmpty("nobody ended its transactions");
        await life.NothingIsLeft();
        await life.EachIsThereOnce();
        await world.CancelBehindUs(Job);
    }

    [FullRunFact]
    public async Task A_program_that_is_not_known_again_ends_in_its_rehearsal()
    {
        const string job = "jar-misnamed";
        await using var world = await (await SharedEngines.Flink).World();
        await world.SeeTopic($"{job}.in");
        await world.SeeTopic($"{job}.out");
        await world.StartWorker(settings: [("Portal:Applying:VerifyWithin", "00:00:30")]);
        var jar = await FlinkPrograms.Numbers;
        await world.Store(jar);
        JobSpec Version(string mode) =>
            JarWorlds.Spec(
                jar.Digest,
                $"{job}.in",
                $"{job}.out",
                [mode, $"${{topic:dev.{job}.out}}", "${guarantee}", "${group:numbers}"]
            ) with
            {
                Rehearsal = true,
            };
        await world.Reaches(await world.Agreed(JobWorlds.Start(job, Version("counts"))), ChangeState.Applied);
        var running = (await world.Alive(job)).ShouldHaveSingleItem().Id;

        var view = await world.Reaches(await world.Upgrade(job, Version("named")), ChangeState.RolledBack);

        view.Timeline.ShouldContain(e =>
            e.Words.Contains("names its job “a name of its own”", StringComparison.Ordinal)
        );
        var left = (await (await world.Flink()).Jobs(CancellationToken.None)).Where(j => j.IsAlive).ToList();
        left.ShouldContain(j => j.Id == running);
        left.ShouldNotContain(j => j.Name == "a name of its own");
        (await (await world.Cluster()).ListTopics(CancellationToken.None)).ShouldNotContain(topic =>
            topic.Name.StartsWith("rehearsal-", StringComparison.Ordinal)
            && topic.Name.EndsWith($"{job}.out", StringComparison.Ordinal)
        );
        await world.CancelBehindUs(job);
    }
}
