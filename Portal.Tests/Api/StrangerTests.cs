using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Api;

/// <summary>Who isn't known is limited by address, before the store is asked, and hurts nobody who is.</summary>
public sealed class StrangerTests(StrangerTests.ShyWeb web) : IClassFixture<StrangerTests.ShyWeb>
{
    private const int Tries = 60;

    [Fact]
    public async Task Made_up_tokens_cost_no_more_queries_than_an_address_has_and_known_ones_go_on_beside_them()
    {
        using var ada = web.From("127.0.0.2", await web.Token("ada"));
        (await ada.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stranger = web.From("127.0.0.2");
        using var elsewhere = web.From("127.0.0.3", await web.Token("grace"));
        web.Queries.Count = 0;

        var refused = 0;
        for (var i = 0; i < Tries; i++)
        {
            stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BearerToken.Make());
            using var answer = await stranger.GetAsync("/api/v1/me");
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        refused.ShouldBeGreaterThan(Tries / 2);
        web.Queries.Count.ShouldBe(Tries - refused);
        (await elsewhere.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ada.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/v1/me", "127.0.0.4")]
    [InlineData("/API/v1/Me", "127.0.0.5")]
    [InlineData("/api/v1/nothing", "127.0.0.6")]
    public async Task Who_has_no_token_is_told_when_to_come_back(string address, string from)
    {
        using var stranger = web.From(from);

        using var answer = await Limited(stranger, address);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("status").GetInt32().ShouldBe(429);
        problem.GetProperty("type").GetString().ShouldBe("urn:portal:problem:too-many");
    }

    [Theory]
    [InlineData(null, "127.0.0.8")]
    [InlineData("portal_mistyped", "127.0.0.9")]
    public async Task Who_brings_nothing_that_could_be_a_token_takes_nothing_from_who_does(string? said, string from)
    {
        var plain = await web.Token("ada");
        web.NobodyCameYet(plain);
        using var poller = web.From(from, said);
        using var ada = web.From(from, plain);
        (await Limited(poller, "/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        using var answer = await ada.GetAsync("/api/v1/me");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_made_here_is_known_from_its_first_call_on()
    {
        using var stranger = web.From("127.0.0.10", BearerToken.Make());
        using var ada = web.From("127.0.0.10", await web.Token("ada"));
        (await Limited(stranger, "/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        using var answer = await ada.GetAsync("/api/v1/me");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_a_strangers()
    {
        var plain = await web.Token("ada");
        using var ada = web.From("127.0.0.7", plain);
        (await ada.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var hash = BearerToken.HashOf(plain)!;
        await using var db = await web.Store.CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<ApiToken>()
            .Where(t => t.Hash == hash)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, now));

        using var answer = await Limited(ada, "/api/v1/me");

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public void Tokens_that_are_made_for_one_run_each_dont_stay_for_ever()
    {
        var recognised = new RecognisedTokens();
        var first = BearerToken.Make();
        recognised.Note(first, recognised: true);
        for (var i = 1; i < RecognisedTokens.Most; i++)
        {
            recognised.Note(BearerToken.Make(), recognised: true);
        }

        recognised.Note(first, recognised: true);
        recognised.Has(first).ShouldBeTrue("it isn't one more");

        var newest = BearerToken.Make();
        recognised.Note(newest, recognised: true);
        recognised.Has(newest).ShouldBeTrue();
        recognised.Has(first).ShouldBeFalse();
    }

    [Theory]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", true)]
    [InlineData("2001:db8:1:2::3", "2001:db8:1:3::3", false)]
    public void An_address_is_a_host_or_a_network_of_IPv6(string one, string other, bool same) =>
        (AddressOrigin.Of(IPAddress.Parse(one)) == AddressOrigin.Of(IPAddress.Parse(other))).ShouldBe(same);

    private static Task<HttpResponseMessage> Limited(HttpClient client, string address) =>
        Flood.UntilRefused(_ => client.GetAsync(address));

    /// <summary>A stranger asks once a second here, and ten times at once.</summary>
    public sealed class ShyWeb : PortalWeb
    {
        internal TokenQueries Queries { get; } = new();

        /// <summary>As after a restart: the token is in the store, and nobody came with it since.</summary>
        public void NobodyCameYet(string plain) =>
            Services.GetRequiredService<RecognisedTokens>().Note(plain, recognised: false);

        /// <summary>A client at another of this machine's addresses.</summary>
        public HttpClient From(string address, string? token = null)
        {
            var client = new HttpClient(
                new SocketsHttpHandler { ConnectCallback = (to, stop) => Connect(address, to, stop) }
            )
            {
                BaseAddress = Address,
            };
            client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
            return client;
        }

        private static async ValueTask<Stream> Connect(
            string from,
            SocketsHttpConnectionContext to,
            CancellationToken stop
        )
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(to.DnsEndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }

        protected override Dictionary<string, string?> Settings =>
            new(StringComparer.Ordinal) { ["Portal:Api:RequestsPerSecondAndStranger"] = "1" };

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
                services.ConfigureDbContext<PortalDb>(
                    options => options.AddInterceptors(Queries),
                    ServiceLifetime.Singleton
                )
            );
        }
    }

    /// <summary>How often the store was asked for a token by its hash.</summary>
    internal sealed class TokenQueries : DbCommandInterceptor
    {
        public int Count { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            Count += command.CommandText.Contains("hash = ", StringComparison.Ordinal) ? 1 : 0;
            return ValueTask.FromResult(result);
        }
    }
}
