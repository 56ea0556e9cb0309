using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas.Fields;

namespace Portal.Tests.Costs;

/// <summary>What a form asks of the store while somebody types: nothing until typing pauses, and nothing for what was typed over.</summary>
public sealed class FormCostTests(FormCostTests.Form web) : IClassFixture<FormCostTests.Form>
{
    private const int MostCommandsALook = 15;

    [Fact]
    public async Task A_keystroke_that_is_followed_by_another_asks_nothing()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        await Type(model, "payments.x");
        var once = await CountedCommands.Of(() => Type(model, "payments.typed"));

        var many = await CountedCommands.Of(() =>
            Task.WhenAll(Enumerable.Range(1, 9).Select(length => Type(model, "payments.going"[..(length + 5)])))
        );

        once.Count.ShouldBeInRange(1, MostCommandsALook, string.Join('\n', once));
        many.Count.ShouldBe(once.Count);
        model.Value!.Forecast!.Proposal.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_keystroke_in_a_schema_that_is_followed_by_another_asks_nothing()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(SchemaKind.Word), CancellationToken.None);
        await Paste(model, "id");
        var once = await CountedCommands.Of(() => Paste(model, "id", "customer"));

        var many = await CountedCommands.Of(() =>
            Task.WhenAll(Enumerable.Range(1, 9).Select(length => Paste(model, "id", "customerNo"[..length])))
        );

        once.Count.ShouldBeInRange(1, MostCommandsALook, string.Join('\n', once));
        many.Count.ShouldBe(once.Count);
        model.Value!.Forecast!.Proposal.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_goes_on_typing_cancels_what_is_being_looked_up()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        await using var held = await Hold("resource");
        var first = Type(model, "payments.slow");
        await Deadline.Until(() => IsWaiting("resource"));

        var second = Type(model, "payments.quick");

        // While the table is still held: it ended because it was cancelled.
        await first.WaitAsync(TimeSpan.FromSeconds(20));
        second.IsCompleted.ShouldBeFalse();
        await held.DisposeAsync();
        await second;
        model.Value!.Forecast!.Proposal.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Looking_ahead_costs_the_same_however_much_is_asked_for(int resources)
    {
        using var ada = await web.As("ada");
        var request = new
        {
            owner = "payments",
            reason = "For a test.",
            resources = Enumerable
                .Range(0, resources)
                .Select(i => new
                {
                    kind = "topic",
                    operation = "update",
                    cluster = "prod-eu-1",
                    name = web.Managed[i],
                    spec = new { partitions = 9, replication = 3 },
                }),
        };
        var forecast = async () =>
            (await ApiForecast(ada, request)).ShouldContain($"\"name\":\"{web.Managed[resources - 1]}\"");
        await forecast();

        var commands = await CountedCommands.Of(forecast);

        // With who asks and the clusters' names.
        commands.Count.ShouldBeInRange(1, MostCommandsALook + 6, string.Join('\n', commands));
    }

    private static async Task<string> ApiForecast(HttpClient client, object request)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/forecasts", request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task Type(RequestModel model, string name) =>
        model.Type(form => (form.First.Name, form.First.Cluster, form.Reason) = (name, "prod-eu-1", "For a test."));

    private static Task Paste(RequestModel model, params string[] fields) =>
        model.Type(form =>
        {
            (form.First.Name, form.First.Cluster, form.Reason) = ("payments.pasted-value", "prod-eu-1", "For a test.");
            ((SchemaForm)form.First).Text = SchemaWorlds.Order(fields);
        });

    private async Task<NpgsqlConnection> Hold(string table)
    {
        var connection = new NpgsqlConnection(web.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<bool> IsWaiting(string table)
    {
        await using var connection = new NpgsqlConnection(web.Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select count(*) > 0 from pg_locks where relation = '{table}'::regclass and not granted",
            connection
        );
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>The web with fifty managed topics, and a schema registry.</summary>
    public sealed class Form : WatchedWeb
    {
        public string Connection => StoreConnection;

        public IReadOnlyList<string> Managed { get; } = [.. Enumerable.Range(0, 50).Select(i => $"managed.n{i}")];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var topic in Managed)
            {
                await Manage(topic, "payments");
            }

            await using (var db = await Store.CreateDbContextAsync())
            {
                var prod = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == Prod);
                prod.Endpoints.Add(new Endpoint { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:9" });
                db.Add(
                    new RegistryReading
                    {
                        ClusterId = Prod,
                        ReadAt = Now,
                        TriedAt = Now,
                    }
                );
                await db.SaveChangesAsync();
            }

            Health.Show(
                Sample.Cluster(
                    Prod,
                    "prod-eu-1",
                    "prod",
                    Managed.Select(topic => Sample.Topic(topic, 3, LagStatus.Ok)),
                    []
                )
            );
        }
    }
}
