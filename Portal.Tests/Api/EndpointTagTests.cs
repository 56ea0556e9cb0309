using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>Who says what they saw of a cluster's Flink, registry or sign-in for jobs overwrites nothing else.</summary>
public sealed class EndpointTagTests(EndpointTagTests.SharedWeb web) : IClassFixture<EndpointTagTests.SharedWeb>
{
    private const string Dev = "/api/v1/clusters/dev-eu-1";

    [Theory]
    [InlineData("flink")]
    [InlineData("registry")]
    [InlineData("job-kafka")]
    [InlineData("job-registry")]
    public async Task What_has_changed_since_it_was_read_is_not_overwritten(string endpoint)
    {
        using var sam = await web.As("sam");

        using var answer = await Put(
            sam,
            endpoint,
            endpoint == "job-kafka" ? SignIn("jobs") : new { url = "http://127.0.0.1:27997" },
            "\"0000000000000000\""
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("detail").GetString().ShouldBe(ClusterTag.Changed.Words);
    }

    [Fact]
    public async Task What_is_as_it_was_read_may_be_set()
    {
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == web.Prod);
            cluster.Endpoints.Add(new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:27998" });
            await db.SaveChangesAsync();
        }

        using var sam = await web.As("sam");
        using var read = await sam.GetAsync("/api/v1/clusters/prod-eu-1/flink");
        var seen = read.Headers.ETag.ShouldNotBeNull().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/clusters/prod-eu-1/flink")
        {
            Content = JsonContent.Create(new { url = "http://127.0.0.1:27997" }),
            Headers = { { "If-Match", seen } },
        };

        using var answer = await sam.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "it is tested, and nobody is there");
    }

    [Fact]
    public async Task The_answer_to_who_sets_it_has_the_tag_of_what_is_there_then()
    {
        using var sam = await web.As("sam");
        using var first = await Put(sam, "job-kafka", SignIn("jobs"), null);
        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        var seen = first.Headers.ETag.ShouldNotBeNull().ToString();

        using var second = await Put(sam, "job-kafka", SignIn("jobs-2"), seen);
        using var late = await Put(sam, "job-kafka", SignIn("jobs-3"), seen);

        second.StatusCode.ShouldBe(HttpStatusCode.OK, await second.Content.ReadAsStringAsync());
        second.Headers.ETag.ShouldNotBeNull().ToString().ShouldNotBe(seen);
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        await using var db = await web.Store.CreateDbContextAsync();
        var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == web.Dev);
        cluster.Endpoints.Single(e => e.Kind == EndpointKind.JobKafka).Username.ShouldBe("jobs-2");
    }

    [Fact]
    public async Task The_answer_s_tag_is_of_what_was_saved_though_somebody_else_saves_before_it_is_given()
    {
        using var sam = await web.As("sam");
        web.Saves.Other = async () =>
        {
            await using var db = await web.Store.CreateDbContextAsync();
            return await db.Set<Endpoint>()
                    .Where(e => e.Kind == EndpointKind.JobKafka && e.Username == "jobs-first")
                    .ExecuteUpdateAsync(set => set.SetProperty(e => e.Username, "jobs-of-another")) > 0;
        };

        using var first = await Put(sam, "job-kafka", SignIn("jobs-first"), null);
        web.Saves.Other.ShouldBeNull("somebody else saved meanwhile");
        using var late = await Put(
            sam,
            "job-kafka",
            SignIn("jobs-late"),
            first.Headers.ETag.ShouldNotBeNull().ToString()
        );

        first.StatusCode.ShouldBe(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    // Flink itself reads the password, so nobody is connected to.
    private static object SignIn(string username) =>
        new
        {
            tls = true,
            saslMechanism = "SCRAM-SHA-512",
            username,
            passwordReference = "${file:/opt/secrets/kafka.properties:password}",
        };

    private static async Task<HttpResponseMessage> Put(HttpClient sam, string endpoint, object body, string? seen)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Dev}/{endpoint}")
        {
            Content = JsonContent.Create(body),
        };
        if (seen is not null)
        {
            request.Headers.Add("If-Match", seen);
        }

        return await sam.SendAsync(request);
    }

    public sealed class SharedWeb : WatchedWeb
    {
        internal SavesBetween Saves { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
                services.ConfigureDbContext<PortalDb>(
                    options => options.AddInterceptors(Saves),
                    ServiceLifetime.Singleton
                )
            );
        }
    }

    /// <summary>Somebody who saves right after a commit, once.</summary>
    internal sealed class SavesBetween : DbTransactionInterceptor
    {
        /// <summary>Whether it found what it saves over.</summary>
        public Func<Task<bool>>? Other { get; set; }

        public override async Task TransactionCommittedAsync(
            DbTransaction transaction,
            TransactionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            if (Other is { } save && await save())
            {
                Other = null;
            }
        }
    }
}
