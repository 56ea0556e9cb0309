using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Features.Access.Fields;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Jobs.Studio;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas.Fields;

namespace Portal.Tests.Costs;

/// <summary>What a form asks of the store while somebody types: nothing until typing pauses, and nothing for what was typed over.</summary>
public sealed class FormCostTests(FormCostTests.Form web) : IClassFixture<FormCostTests.Form>
{
    private const int MostCommandsALook = 15;

    // Who else may do what the name may is read too, and of a job the topics that its statements name.
    private static readonly Dictionary<string, int> MostCommandsOf = new(StringComparer.Ordinal)
    {
        [JobKind.Word.Word] = 20,
        [AccessKind.Word.Word] = 27,
        [ServiceAccountKind.Word.Word] = 25,
    };

    /// <summary>How somebody types at a form of each kind, text after text.</summary>
    private static readonly Dictionary<string, Action<ResourceForm, string>> Typing = new(StringComparer.Ordinal)
    {
        [TopicKind.Word.Word] = (form, text) => form.Name = $"payments.{text}",
        [SchemaKind.Word.Word] = (form, text) =>
            (form.Name, ((SchemaForm)form).Text) = ("payments.pasted-value", SchemaWorlds.Order("id", text)),
        [JobKind.Word.Word] = (form, text) =>
            (form.Name, ((JobForm)form).Statements) = (
                "copy",
                $"INSERT INTO `prod-eu-1`.`managed.n1`\nSELECT * FROM `prod-eu-1`.`managed.n0` WHERE `x` = '{text}'"
            ),
        [AccessKind.Word.Word] = (form, text) =>
            (form.Name, ((AccessForm)form).Principal, ((AccessForm)form).Topic, ((AccessForm)form).Group) = (
                "costed-reads",
                $"User:{text}",
                "managed.n0",
                "costed-"
            ),
        [ServiceAccountKind.Word.Word] = (form, text) => form.Name = text,
    };

    /// <summary>All there are: a kind that nobody types at here fails.</summary>
    public static TheoryData<string> Kinds() => [.. TestKinds.All.All.Select(kind => kind.Kind.Word)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_keystroke_that_is_followed_by_another_asks_nothing(string kind)
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(new ResourceKind(kind)), CancellationToken.None);
        await Type(model, "x");
        var once = await CountedCommands.Of(() => Type(model, "typed"));

        var many = await CountedCommands.Of(() =>
            Task.WhenAll(Enumerable.Range(1, 9).Select(length => Type(model, "goingsofar"[..length])))
        );

        once.Count.ShouldBeInRange(
            1,
            MostCommandsOf.GetValueOrDefault(kind, MostCommandsALook),
            string.Join('\n', once)
        );
        many.Count.ShouldBe(once.Count, string.Join('\n', many));
        model.Value!.Forecast!.Proposal.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_keystroke_in_the_studio_that_is_followed_by_another_asks_nothing()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var studio = seat.Model<StudioModel>();
        await studio.Open(new StudioStart(null, "prod-eu-1", "managed.n0"), CancellationToken.None);
        await Write("x");
        var once = await CountedCommands.Of(() => Write("typed"));

        var many = await CountedCommands.Of(() =>
            Task.WhenAll(Enumerable.Range(1, 9).Select(length => Write("goingsofar"[..length])))
        );

        once.Count.ShouldBeInRange(1, MostCommandsALook, string.Join('\n', once));
        many.Count.ShouldBe(once.Count, string.Join('\n', many));
        studio.Value!.Verdict.ShouldBeOfType<StudioVerdict.Checked>();

        Task Write(string text) => studio.Type(job => Typing[JobKind.Word.Word](job, text));
    }

    [Fact]
    public async Task Who_goes_on_typing_cancels_what_is_being_looked_up()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        await model.Open(new RequestOf.New(TopicKind.Word), CancellationToken.None);
        await using var held = await Hold("resource");
        var first = Type(model, "slow");
        await Deadline.Until(() => IsWaiting("resource"));

        var second = Type(model, "quick");

        // While the table is still held: it ended because it was cancelled.
        await first.WaitAsync(TimeSpan.FromSeconds(20));
        second.IsCompleted.ShouldBeFalse();
        await held.DisposeAsync();
        await second;
        model.Value!.Forecast!.Proposal.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("update", 1)]
    [InlineData("update", 50)]
    [InlineData("create", 1)]
    [InlineData("create", 50)]
    public async Task Looking_ahead_costs_the_same_however_much_is_asked_for(string operation, int resources)
    {
        using var ada = await web.As("ada");
        var isNew = operation == "create";
        string[] names = [.. Enumerable.Range(0, resources).Select(i => isNew ? $"payments.new{i}" : web.Managed[i])];
        var request = new
        {
            owner = "payments",
            reason = "For a test.",
            resources = names.Select(name => new
            {
                kind = "topic",
                operation,
                cluster = "prod-eu-1",
                name,
                spec = new { partitions = 9, replication = 3 },
            }),
        };
        var forecast = async () => (await ApiForecast(ada, request)).ShouldContain($"\"name\":\"{names[^1]}\"");
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

    private static Task Type(RequestModel model, string text) =>
        model.Type(form =>
        {
            (form.First.Cluster, form.Reason) = ("prod-eu-1", "For a test.");
            Typing[form.First.Kind.Word](form.First, text);
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

    /// <summary>The web with fifty managed topics, a schema registry and a Flink.</summary>
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
                foreach (var kind in new[] { EndpointKind.Registry, EndpointKind.Flink, EndpointKind.SqlGateway })
                {
                    prod.Endpoints.Add(new Endpoint { Kind = kind, Addresses = "http://127.0.0.1:9" });
                }

                db.AddRange(
                    new RegistryReading
                    {
                        ClusterId = Prod,
                        ReadAt = Now,
                        TriedAt = Now,
                    },
                    new FlinkReading
                    {
                        ClusterId = Prod,
                        ReadAt = Now,
                        TriedAt = Now,
                    },
                    new AclReading
                    {
                        ClusterId = Prod,
                        ReadAt = Now,
                        TriedAt = Now,
                    },
                    new CredentialReading
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
