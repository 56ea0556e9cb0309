using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix;
using Portal.Tests.Jobs;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>Jobs of a JAR through the lanes of all jobs, on Flink itself: uploaded, run, upgraded from a savepoint, and refused where the program is unfit.</summary>
public sealed class JarLifeTests
{
    private const int EnoughToReplaceIt = 8; // checkpoints
    private const string Secret = "hunter2-of-the-test";

    [EngineFact]
    public async Task A_JAR_runs_exactly_once_and_goes_on_as_another_JAR_from_its_savepoint_without_a_SQL_Gateway()
    {
        await using var world = await World("jar.in", "jar.out");
        await using (var db = await world.Open())
        {
            await db.Set<Endpoint>().Where(e => e.Kind == EndpointKind.SqlGateway).ExecuteDeleteAsync();
        }

        var (first, second) = (
            await FlinkPrograms.Copier("value + \"-1\""),
            await FlinkPrograms.Copier("value + \"-2\"")
        );
        await world.Store(first, "copier-1.jar");
        await world.Store(second, "copier-2.jar");
        await Produce.Lines(await Bootstrap(), "jar.in", "a\nb\n");

        await Applied(world, JobWorlds.Start("jar-copier", await Copier(first)));
        var started = (await world.Alive("jar-copier")).ShouldHaveSingleItem();
        (await Committed("jar.out", 2)).ShouldBe(["a-1", "b-1"]);

        await Produce.Lines(await Bootstrap(), "jar.in", "c\n");
        var change = await Applied(world, JobWorlds.Change("jar-copier", await Copier(second)));
        (await world.Alive("jar-copier")).ShouldHaveSingleItem().Id.ShouldNotBe(started.Id);
        await Produce.Lines(await Bootstrap(), "jar.in", "d\n");

        var read = await Committed("jar.out", 4);
        read.Select(value => value[..1]).ShouldBe(["a", "b", "c", "d"]);
        read[3].ShouldBe("d-2");
        var steps = (await world.View(change)).Plan!.Steps;
        steps.Select(step => step.Word).ShouldBe(["upload-artifact", "stop-job", "start-job", "await-stability"]);
        steps[2]
            .Moves.ShouldContain(m =>
                m.Field == "artifact"
                && m.Before == JobProgram.Brief(first.Digest)
                && m.After == JobProgram.Brief(second.Digest)
            );
        (await world.View(change)).Plan!.Number.ShouldBe(1, "each operator has the uid that it had");
        await TheSavepointStays(world);
        await ComparedWhenApproved(world, await FlinkPrograms.Copier("value + \"-3\"", uid: "deed"));
        await world.CancelBehindUs("jar-copier");
    }

    // It is the way back, also after later checkpoints hold all that it did.
    private static async Task TheSavepointStays(WorkerWorld world)
    {
        var flink = await world.Flink();
        var runs = (await world.Alive("jar-copier")).ShouldHaveSingleItem();
        await Deadline.Until(async () =>
            (await flink.Checkpoints(runs.Id, CancellationToken.None))?.Completed >= EnoughToReplaceIt
        );
        await using var db = await world.Open();
        var savepoint = await db.Set<Savepoint>().SingleAsync(s => s.Name == "jar-copier");
        Directory.Exists(new Uri(SavepointPath.Address(savepoint.Path)).LocalPath).ShouldBeTrue();
    }

    // main() has all rights of its Flink: nobody's runs before it is approved. What isn't carried over is found before anything is stopped, and approved by its name.
    private static async Task ComparedWhenApproved(WorkerWorld world, TestJar renamed)
    {
        await world.Store(renamed, "copier-3.jar");
        var before = (await world.Alive("jar-copier")).ShouldHaveSingleItem();
        var flink = await world.Flink();
        var change = await world.Ask(JobWorlds.Change("jar-copier", await Copier(renamed)));
        var first = await world.Reaches(change, ChangeState.PendingApproval);
        var state = first.Checks.Single(check => check.Name.StartsWith("state ", StringComparison.Ordinal));
        state.Verdict.ShouldBe(CheckVerdict.Unknown);
        state.Words.ShouldContain("a program runs only once it is approved");
        (await flink.Jars.Find(renamed.Digest, CancellationToken.None)).ShouldBeNull();

        await world.Agree(change);
        var again = await Deadline.For(async () =>
            await world.View(change) is { Plan.Number: 2, Row.State: ChangeState.PendingApproval } view ? view : null
        );

        again.Timeline.ShouldContain(e => e.Kind == "run.stale" && e.Words.Contains("not carried over: Map"));
        state = again.Checks.Single(check => check.Name.StartsWith("state ", StringComparison.Ordinal));
        state.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        state.Words.ShouldMatch(
            @"Of the operators \d are the same; not carried over: Map; new or changed, and empty at first: Map\."
        );
        (await flink.Jars.Find(renamed.Digest, CancellationToken.None)).ShouldBeNull("it was planned, and no more");
        (await world.Alive("jar-copier")).ShouldHaveSingleItem().Id.ShouldBe(before.Id);
    }

    [FullRunFact]
    public async Task A_secret_reaches_the_program_alone()
    {
        await using var world = await World("secret.in", "secret.out");
        var jar = await FlinkPrograms.Numbers;
        await world.Store(jar);
        var member = await world.Person(Role.Member, SeededStructure.Payments);
        var secret = (
            await world.Get<JobSecrets>().Keep(member, SeededStructure.Payments, Secret, CancellationToken.None)
        )
            .ShouldBeOfType<Outcome<long>.Done>()
            .Value;
        JobSpec Job(params string[] arguments) =>
            JarWorlds.Spec(jar.Digest, "secret.in", "secret.out", [.. arguments], [new("api-key", secret)]);

        await Applied(world, JobWorlds.Start("secretive", Job("counts")));
        var started = (await world.Alive("secretive")).ShouldHaveSingleItem();
        var carried = await (await world.Flink()).Definition(started.Id, CancellationToken.None);
        carried.ShouldBe(Job("counts").Definition);
        await world.CancelBehindUs("secretive");

        // The program says it in its exception.
        var failed = await Refused(world, JobWorlds.Start("talkative", Job("throws")));
        failed.ShouldContain("The program's main() failed: no access with •••");
        await NowhereInTheClear(world);
    }

    [EngineFact]
    public async Task A_program_that_starts_no_job_or_two_or_is_not_known_again_is_refused_in_words_and_nothing_of_it_stays()
    {
        await using var world = await World("refused.in", "refused.out");
        var jar = await FlinkPrograms.Numbers;
        await world.Store(jar);
        foreach (
            var (mode, words) in new[]
            {
                ("none", "ended without starting a job"),
                ("two", "starts more than one job"),
                ("named", "names its job “a name of its own”"),
                ("parameters", "replaces the global job parameters"),
            }
        )
        {
            var name = $"refused-{mode}";
            var job = JarWorlds.Spec(jar.Digest, "refused.in", "refused.out", [mode], checkpointSeconds: 60);
            (await Refused(world, JobWorlds.Start(name, job))).ShouldContain(words);
        }

        (await (await world.Flink()).Jobs(CancellationToken.None)).ShouldNotContain(j =>
            j.IsAlive && (j.Name.StartsWith("refused", StringComparison.Ordinal) || j.Name == "a name of its own")
        );
    }

    [FullRunFact]
    public async Task A_class_that_is_in_a_dependency_alone_is_found_and_without_the_dependency_named()
    {
        await using var world = await World(stableAfterSeconds: 6, "divided.in", "divided.out");
        var (program, library) = await FlinkPrograms.Divided();
        await world.Store(program, "divided.jar");
        await world.Store(library, "doubling.jar");
        JobSpec Job(params string[] dependencies) =>
            JarWorlds.Spec(program.Digest, "divided.in", "divided.out", dependencies: dependencies);

        (await Refused(world, JobWorlds.Start("lacking", Job()))).ShouldContain(
            "The program's main() failed: Class not found: Doubling"
        );

        var whole = Job(library.Digest);
        var change = await world.Ask(JobWorlds.Start("divided", whole));
        await Approved(world, change);
        await IsLost(world, change, whole.Definition.Program!.Jars);
        (await world.Reaches(change, ChangeState.Applied))
            .Plan!.Steps[0]
            .Title.ShouldBe($"Upload the JAR {program.Digest[..12]} with 1 dependency of divided to Flink");
        var started = (await world.Alive("divided")).ShouldHaveSingleItem();
        (await (await world.Flink()).Definition(started.Id, CancellationToken.None)).ShouldBe(whole.Definition);
        await world.CancelBehindUs("divided");
    }

    // As with a JobManager that another takes over from, while the job becomes stable: the JAR is needed no more.
    private static async Task IsLost(WorkerWorld world, ChangeId change, ProgramJars jars)
    {
        await Deadline.Until(async () =>
            (await world.View(change)).Timeline.Any(e => e.Kind == "step.done" && e.Words.Contains("divided started"))
        );
        var flink = await world.Flink();
        var id = (await flink.Jars.Find(jars.Digest, CancellationToken.None)).ShouldNotBeNull();
        await flink.Jars.Delete(id, new(() => TimeSpan.FromSeconds(10)), CancellationToken.None);
        (await world.View(change)).Row.State.ShouldBe(ChangeState.Applying);
    }

    [FullRunFact]
    public async Task A_main_that_takes_longer_than_its_deadline_starts_its_job_once()
    {
        await using var world = await World("slow.in", "slow.out");
        var jar = await FlinkPrograms.Numbers;
        await world.Store(jar);

        await Applied(world, JobWorlds.Start("slow", JarWorlds.Spec(jar.Digest, "slow.in", "slow.out", ["slow"])));

        (await world.Alive("slow")).ShouldHaveSingleItem();
        await world.CancelBehindUs("slow");
    }

    [EngineFact]
    public async Task What_nobody_uploaded_or_names_no_class_of_the_JAR_is_blocked_in_words()
    {
        await using var world = await World("blocked.in", "blocked.out");
        var jar = TestJar.Of(mainClass: null, "com.example.Job");
        await world.Store(jar);
        var unnamed = JarWorlds.Spec(jar.Digest, "blocked.in", "blocked.out");
        var wrong = unnamed with
        {
            Definition = unnamed.Definition with
            {
                Program = unnamed.Definition.Program! with { EntryClass = "com.example.Jab" },
            },
        };

        (await SentBack(world, unnamed)).ShouldContain("names no entry class");
        (await SentBack(world, wrong)).ShouldContain("There is no class com.example.Jab in job.jar");
        (await SentBack(world, JarWorlds.Spec(new('a', 64), "blocked.in", "blocked.out"))).ShouldContain("Upload it.");
        var fine = TestJar.Of("com.example.Job", "com.example.Job");
        await world.Store(fine);
        (await SentBack(world, JarWorlds.Spec(fine.Digest, "blocked.in", "nowhere"))).ShouldContain(
            "No topic nowhere was seen on dev"
        );
        var keyed = JarWorlds.Spec(fine.Digest, "blocked.in", "blocked.out", default, [new("key", 4711)]);
        (await SentBack(world, keyed)).ShouldContain("There is no secret 4711 of payments");
    }

    private static async Task NowhereInTheClear(WorkerWorld world)
    {
        await using var db = await world.Open();
        (await db.Set<Plan>().ToListAsync())
            .Select(plan => JsonSerializer.Serialize(plan))
            .Concat((await db.Set<AuditEvent>().ToListAsync()).Select(e => $"{e.Words} {e.Data}"))
            .Concat((await db.Set<ChangeResource>().ToListAsync()).Select(r => $"{r.Wanted}"))
            .ShouldAllBe(text => !text.Contains(Secret));
        (await db.Set<JobSecret>().SingleAsync()).Sealed.ShouldNotBeNull();
    }

    private static async Task<JobSpec> Copier(TestJar jar) =>
        JarWorlds.Spec(jar.Digest, "jar.in", "jar.out", [await Bootstrap(), "jar.in", "jar.out", "flink-jar-copier"]);

    private static async Task<ChangeId> Applied(WorkerWorld world, Core.Changes.Requests.ResourceDraft draft)
    {
        var change = await world.Ask(draft);
        await Approved(world, change);
        await world.Reaches(change, ChangeState.Applied);
        return change;
    }

    private static async Task<string> Refused(WorkerWorld world, Core.Changes.Requests.ResourceDraft draft)
    {
        var change = await world.Ask(draft);
        await Approved(world, change);
        var view = await world.Reaches(change, ChangeState.RolledBack);
        return string.Join('\n', view.Timeline.Select(t => t.Words));
    }

    // A JAR is of high risk, so somebody has to look at it, also in dev.
    private static async Task Approved(WorkerWorld world, ChangeId change)
    {
        var view = await world.Reaches(change, ChangeState.PendingApproval);
        view.Plan!.RiskBand.ShouldBe(RiskBand.High);
        await world.Agree(change);
    }

    private static async Task<string> SentBack(WorkerWorld world, JobSpec job) =>
        (
            await world.Reaches(await world.Ask(JobWorlds.Start("blocked", job)), ChangeState.ChangesRequested)
        ).Row.StatusMessage.ShouldNotBeNull();

    private static Task<WorkerWorld> World(params string[] topics) => World(stableAfterSeconds: 2, topics);

    private static async Task<WorkerWorld> World(int stableAfterSeconds, params string[] topics)
    {
        var world = await (await SharedEngines.Flink).World();
        foreach (var topic in topics)
        {
            await world.SeeTopic(topic);
        }

        await world.StartWorker(
            settings:
            [
                ("Portal:Applying:VerifyWithin", "00:00:30"),
                ("Portal:Jobs:Stability:Standard:Window", $"00:00:0{stableAfterSeconds}"),
            ]
        );
        return world;
    }

    private static async Task<IReadOnlyList<string>> Committed(string topic, int count) =>
        await Produce.Committed(await Bootstrap(), topic, count);

    private static async Task<string> Bootstrap() => ((FlinkEngine)await SharedEngines.Flink).Bootstrap;
}
