using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Engines.Flink;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>Records that can't be decoded between others that can, on whatever answers as Flink.</summary>
internal static class PoisonLife
{
    private const string Schema =
        """{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}}}""";

    public static readonly string[] Topics = ["poison.in", "poison.out", "poison.dead", "poison.avro"];

    /// <summary>Of the job that fails: its Kafka may have the others already.</summary>
    public static readonly string[] FailingTopics = ["fails.in", "fails.out", "fails.dead"];

    private static JobSpec Fails(string name) =>
        JobWorlds.Spec(
            $"INSERT INTO dev.`{name}.out` SELECT COALESCE(CAST(id AS STRING), 'none') || COALESCE(name, '') FROM dev.`{name}.in`"
        );

    private static JobSpec Skips(string topic = "dev.poison.dead", string name = "poison") =>
        Fails(name) with
        {
            Definition = Fails(name).Definition with { Errors = new(DeserializationErrorPolicy.Skip, topic) },
        };

    /// <param name="records">Writes lines to a topic.</param>
    /// <param name="committed">So many committed values of a topic, in kcat's format.</param>
    public static async Task Skipped(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, string, Task<IReadOnlyList<string>>> committed
    )
    {
        await Schemas(world, "poison");
        await records(
            "poison.in",
            "{\"id\":1}\ngarbage\n{\"id\":2} behind it\n[3]\n{\"id\":4,\n{\"id\":\"x\",\"name\":\"5\"}\n{\"id\":6,\"name\":\"\t\"}\n"
        );

        var plan = await world.Reaches(await world.Ask(JobWorlds.Start("poison", Skips())), ChangeState.Applied);
        plan.Checks.ShouldContain(check =>
            check.Name.StartsWith(JobLint.Skipping, StringComparison.Ordinal) && check.Verdict == CheckVerdict.Noted
        );
        await committed("poison.dead", 4, "%s|%h\n");
        var suspended = Skips() with { State = JobDesired.Suspended };
        await world.Reaches(await world.Ask(JobWorlds.Change("poison", suspended)), ChangeState.Applied);
        await records("poison.in", "\uFEFF{\"id\":7}\n8\n");
        await world.Reaches(await world.Ask(JobWorlds.Change("poison", Skips())), ChangeState.Applied);

        (await committed("poison.out", 5, "%s\n")).ShouldBe(["1", "2", "6\t", "7", "none5"]);
        var dead = await committed("poison.dead", 5, "%s|%h\n");
        dead.Select(line => line.Split('|')[0]).ShouldBe(["8", "[3]", "garbage", "{\"id\":2} behind it", "{\"id\":4,"]);
        dead[3].ShouldContain("__portal.errors.message=Something follows the JSON object.");
        var headers = dead.Single(line => line.StartsWith("garbage", StringComparison.Ordinal))
            .Split('|')[1]
            .Split(',');
        headers.ShouldContain("__portal.errors.topic=poison.in");
        headers.ShouldContain("__portal.errors.partition=0");
        headers.ShouldContain("__portal.errors.offset=1");
        headers.ShouldContain("__portal.errors.job=poison");
        headers.ShouldContain("__portal.errors.message=The value is not JSON.");
        headers.ShouldContain(header => header.StartsWith("__portal.errors.timestamp=20", StringComparison.Ordinal));
        await world.CancelBehindUs("poison");
    }

    /// <summary>A new version is rehearsed with its dead letters on a scratch topic, and goes on where the one before stopped.</summary>
    /// <inheritdoc cref="Skipped"/>
    public static async Task Rehearsed(
        WorkerWorld world,
        Func<string, string, Task> records,
        Func<string, int, string, Task<IReadOnlyList<string>>> committed
    )
    {
        await Schemas(world, "poison");
        await records("poison.in", "{\"id\":1}\ngarbage\n");
        await world.Reaches(await world.Ask(JobWorlds.Start("poison", Skips())), ChangeState.Applied);
        var next = Skips() with { Definition = Skips().Definition with { CheckpointSeconds = 2 }, Rehearsal = true };
        var change = await world.Ask(JobWorlds.Change("poison", next));
        await records("poison.in", "{\"id\":2}\n[2]\n");
        var applied = await world.Reaches(change, ChangeState.Applied, TimeSpan.FromMinutes(2));

        applied.Plan!.Steps.OfType<CreateScratchTopic>().Select(step => step.Table).ShouldContain("dev.poison.dead");
        await records("poison.in", "{\"id\":3}\n");
        (await committed("poison.out", 3, "%s\n")).ShouldBe(["1", "2", "3"]);
        (await committed("poison.dead", 2, "%s\n")).ShouldBe(["[2]", "garbage"]);
        await world.CancelBehindUs("poison");
    }

    /// <summary>A job that fails at one says so and what to do; skipping can't be switched on over its state.</summary>
    /// <inheritdoc cref="Skipped"/>
    public static async Task Failed(WorkerWorld world, Func<string, string, Task> records)
    {
        await Schemas(world, "fails");
        await world.Reaches(await world.Ask(JobWorlds.Start("fails", Fails("fails"))), ChangeState.Applied);
        await records("fails.in", "{\"id\":1}\ngarbage\n");

        var words = await Deadline.For(async () =>
            await Status(world, "fails") is { Health: JobHealth.Restarting } status
            && status.Words.Contains("deserialize", StringComparison.Ordinal)
                ? status.Words
                : null
        );
        words.ShouldContain("Failed to deserialize");
        words.ShouldContain("set its policy for deserialization errors to skip, with a dead-letter topic");

        var refused = await world.Reaches(
            await world.Ask(JobWorlds.Change("fails", Skips("dev.fails.dead", "fails"))),
            ChangeState.ChangesRequested
        );
        refused
            .Checks.Single(check => check.Verdict == CheckVerdict.Blocked)
            .Words.ShouldStartWith("Flink can't carry its state over");
        await world.CancelBehindUs("fails");
    }

    /// <summary>Dead letters that have nowhere to go, and a source that none can be skipped of; in a world in which some were skipped.</summary>
    public static async Task Refused(WorkerWorld world)
    {
        (await Tables(world, Skips("dev.nowhere"))).ShouldContain(t =>
            t.Name == "dev.nowhere"
            && t.Problem!.StartsWith("No topic nowhere was seen on dev.", StringComparison.Ordinal)
        );
        var avro = Skips() with
        {
            Definition = Skips().Definition with
            {
                Statements = "INSERT INTO dev.`poison.out` SELECT id FROM dev.`poison.avro`",
            },
        };
        (await Tables(world, avro)).ShouldContain(t =>
            t.Name == "dev.poison.avro" && t.Problem!.StartsWith("Its records are Avro", StringComparison.Ordinal)
        );

        await using var db = await world.Open();
        var seen = await db.Set<SeenTopic>().SingleAsync(t => t.Name == "poison.dead");
        seen.Configs = seen.Configs.Add("cleanup.policy", new("compact", false));
        await db.SaveChangesAsync();
        (await Tables(world, Skips())).ShouldContain(t =>
            t.Name == "dev.poison.dead"
            && t.Problem!.StartsWith("Its cleanup.policy is compact", StringComparison.Ordinal)
        );

        await db.Set<Resource>()
            .Where(r => r.Name == "poison.dead")
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.GoneAt, TimeProvider.System.GetUtcNow()));
        (await Tables(world, Skips())).ShouldContain(t =>
            t.Name == "dev.poison.dead"
            && t.Problem!.StartsWith("The portal doesn't manage it", StringComparison.Ordinal)
        );
    }

    private static async Task<IReadOnlyList<JobTable>> Tables(WorkerWorld world, JobSpec spec)
    {
        await using var db = await world.Open();
        var dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await world
            .Get<JobTopics>()
            .Of(dev, "poison", spec.Definition, PlannedTopics.None, CancellationToken.None);
    }

    private static async Task<JobStatus?> Status(WorkerWorld world, string job)
    {
        var watch = new JobWatch(world.Stores, world.Get<IFlinkClusters>(), TimeProvider.System);
        await watch.Look(CancellationToken.None);
        var jobs = new JobCatalogue(world.Stores, world.Get<ResourceKinds>(), new HandHealth(), TimeProvider.System);
        return (await jobs.Get("dev", job, CancellationToken.None))?.Row.Status;
    }

    // No registry is asked: tables are generated by what was seen of it.
    private static async Task Schemas(WorkerWorld world, string name)
    {
        await using var db = await world.Open();
        var dev = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Name == "dev");
        dev.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:9" });
        db.AddRange(
            Seen(dev.Id, $"{name}.in-value", SchemaType.Json, Schema),
            Seen(
                dev.Id,
                $"{name}.avro-value",
                SchemaType.Avro,
                """{"type":"record","name":"R","fields":[{"name":"id","type":"string"}]}"""
            )
        );
        foreach (var subject in new[] { $"{name}.in-value", $"{name}.avro-value" })
        {
            db.Add(
                new SeenSubject
                {
                    ClusterId = dev.Id,
                    Name = subject,
                    Newest = 1,
                    FirstSeenAt = TimeProvider.System.GetUtcNow(),
                    SeenAt = TimeProvider.System.GetUtcNow(),
                }
            );
        }

        await db.SaveChangesAsync();
    }

    private static SeenSchema Seen(ClusterId cluster, string subject, SchemaType type, string text) =>
        new()
        {
            ClusterId = cluster,
            Subject = subject,
            Version = 1,
            SchemaId = subject.Length,
            Type = type,
            Text = text,
            Refs = [],
            FirstSeenAt = TimeProvider.System.GetUtcNow(),
        };
}
