using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Engines;
using Portal.Tests.Access;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Applying;

/// <summary>The store or an engine is away for longer than a moment, and workers come and go.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Workers_survive_a_store_that_is_gone_and_go_on_when_it_is_back()
    {
        await using var server = await PostgresServer.Start();
        await server.Execute("create database portal");
        var world = await On(server, "portal");
        var worker = await world.StartWorker();
        var before = await world.Ask(Create("outage.before"));
        await world.Reaches(before, ChangeState.Applied);
        await server.Down();
        var health = await Health(worker.Urls.First());
        health.ShouldContain("The store doesn't answer.");
        await server.Up();
        var after = await Deadline.For(async () => (object?)await world.Ask(Create("outage.after")));
        await world.Reaches((Core.ChangeId)after, ChangeState.Applied);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_stays_away_for_too_long_is_a_persons_matter()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        world.Kafka.Fault = call => call == "Create" ? new(EngineFault.Transient, "nobody answers") : null;
        await world.StartWorker(null, ("Portal:Applying:GiveUpAfter", "00:00:01"));
        var id = await world.Ask(Create("outage.long"));
        (await world.Reaches(id, ChangeState.Stuck)).Row.StatusMessage!.ShouldContain("nobody answers");
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_stays_away_while_a_run_is_taken_back_is_a_persons_matter_too()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.Manage("orders");
        world.Kafka.Fault = call => call == "Create" ? new(EngineFault.Final, "no room") : null;
        world.AclStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Transient, "nobody answers") : null;
        // The second step is refused, so there is nothing of it to take back: that it is passed over is no answer.
        var id = await world.Ask(
            AccessWorlds.Grant("app-reads", AccessWorlds.Reads("orders", "User:app")),
            Create("outage.back")
        );
        await world.PlanAll();
        await world.Agree(id);
        await world.StartWorker(null, ("Portal:Applying:GiveUpAfter", "00:00:01"));
        (await world.Reaches(id, ChangeState.Stuck)).Row.StatusMessage!.ShouldContain("nobody answers");
        await world.DisposeAsync();
    }

    /// <summary>As what stands before a registry does while that is moved.</summary>
    [Theory]
    [InlineData(404, "default backend - 404")]
    [InlineData(200, "<html>We'll be back soon</html>")]
    [InlineData(302, "")]
    public async Task What_once_answers_in_an_engines_place_turns_no_run_back(int status, string body)
    {
        var url = await TwoRegistries.Url(RegistryProduct.Bundled);
        using var registry = new Forwarding(new Uri(url));
        await using var front = await ScriptedHttp.Start();
        front.Answer = registry.Pass;
        await using var world = await OnRegistry($"{front.Url}".TrimEnd('/'));
        var subject = $"{Path.GetRandomFileName()}-value";
        var id = await world.Ask(SchemaWorlds.Register(subject, SchemaWorlds.Order("id")));
        await world.PlanAll();
        await world.Agree(id);
        var isRegistered = false;
        var instead = 0;
        front.Answer = context =>
        {
            var (method, path) = (context.Request.Method, context.Request.Path.Value!);
            if (Volatile.Read(ref isRegistered) && method == "GET" && Interlocked.Increment(ref instead) == 1)
            {
                return ScriptedHttp.Say(status, body, "text/html")(context);
            }

            if (method == "POST" && path == $"/subjects/{subject}/versions")
            {
                Volatile.Write(ref isRegistered, true);
            }

            return registry.Pass(context);
        };

        await world.ApplyAll();

        Volatile.Read(ref instead).ShouldBeGreaterThan(0);
        await world.StartWorker();
        await world.Reaches(id, ChangeState.Applied);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_gives_its_run_back_at_once()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        world.Kafka.Fault = call =>
        {
            if (call == "Create" && reached.TrySetResult())
            {
                goOn.Task.Wait();
                return new(EngineFault.Transient, "stopping");
            }

            return null;
        };
        var worker = await world.StartWorker(null, ("Portal:Applying:Lease", "00:10:00"));
        var id = await world.Ask(Create("outage.stopped"));
        await reached.Task;
        var stopping = worker.StopAsync();
        goOn.SetResult();
        await stopping;
        await using (var db = await world.Open())
        {
            (await db.Set<ApplyRun>().SingleAsync()).LeaseUntil.ShouldBeNull();
        }

        await world.StartWorker();
        await world.Reaches(id, ChangeState.Applied);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_refused_at_start()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        var refused = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            world.StartWorker(null, ("Portal:Applying:RenewEvery", "00:01:00"))
        );
        refused.Message.ShouldContain("A lease must outlast two renewals");
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Telemetry_switched_on_holds_nobody_up_when_nobody_takes_it()
    {
        var world = new WorkerWorld();
        await world.InitializeAsync();
        await world.StartWorker(null, ("Portal:Telemetry:Otlp", "http://127.0.0.1:9"));
        await world.Reaches(await world.Ask(Create("outage.telemetry")), ChangeState.Applied);
        await world.DisposeAsync();
    }

    private static async Task<string> Health(string address)
    {
        using var http = new HttpClient();
        var said = "";
        await Deadline.Until(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri($"{address}/health/ready"));
                said = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            TimeSpan.FromSeconds(60)
        );
        return said;
    }
}
