using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.People;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Clusters;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>The case that idempotency keys are for: it was done, and the answer was lost.</summary>
public sealed class LostAnswerTests(LostAnswerTests.CutWeb web) : IClassFixture<LostAnswerTests.CutWeb>
{
    [Fact]
    public async Task What_failed_after_its_commit_is_not_done_again_with_the_same_key()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();

        web.Cut.AfterCommit = true;
        using var lost = await Ask(ada, name);
        using var again = await Ask(ada, name);

        lost.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync()).ShouldContain("look whether it was done");
        (await Changes(name)).ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_before_any_commit_may_be_tried_again_with_the_same_key()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();

        web.Cut.BeforeCommit = true;
        using var failed = await Ask(ada, name);
        using var again = await Ask(ada, name);

        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await Changes(name)).ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_as_the_store_fell_silent_may_be_tried_again_with_the_same_key_once_it_answers()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();

        web.Cut.FromChange = true;
        using var failed = await Ask(ada, name);
        web.Cut.Answers();

        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await failed.Content.ReadAsStringAsync());
        await IsDoneOnceMore(ada, name);
    }

    [Fact]
    public async Task A_key_that_was_stored_without_an_answer_may_come_again()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();

        web.Cut.AfterKey = true;
        using var failed = await Ask(ada, name);

        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await failed.Content.ReadAsStringAsync());
        await IsDoneOnceMore(ada, name);
    }

    [Fact]
    public async Task A_key_is_freed_only_by_the_request_that_took_it()
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var ada = await db.Set<Person>().Where(p => p.Handle == "ada").Select(p => p.Id).SingleAsync();
        var keys = web.Services.GetRequiredService<IdempotencyKeys>();
        var (late, first) = (Marked(1), Marked(2));
        (await keys.Take(first)).ShouldBeOfType<KeyState.First>();

        await keys.Forget(late, CancellationToken.None);
        (await keys.Take(late)).ShouldBeOfType<KeyState.UnderWay>();

        await keys.Forget(first, CancellationToken.None);
        (await keys.Take(late)).ShouldBeOfType<KeyState.First>();

        KeyedRequest Marked(byte seal) => new(ada, "freed by its own", new([seal], _ => true));
    }

    [Fact]
    public async Task An_answer_about_the_key_is_no_decision_and_has_a_type_of_its_own()
    {
        using var ada = await web.As("ada");
        var name = PlannedChanges.NewName();
        web.Cut.AfterCommit = true;
        using var lost = await Ask(ada, name);

        using var underWay = await Ask(ada, name);
        using var used = await Ask(ada, PlannedChanges.NewName(), name);

        (underWay.StatusCode, await Type(underWay)).ShouldBe(
            (HttpStatusCode.Conflict, "urn:portal:problem:key-under-way")
        );
        underWay.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (used.StatusCode, await Type(used)).ShouldBe((HttpStatusCode.Conflict, "urn:portal:problem:key-used"));
        used.Headers.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task A_cluster_that_did_not_answer_is_connected_to_again_with_the_same_key()
    {
        using var sam = await web.As("sam");
        var cluster = new
        {
            name = "booting",
            environment = "dev",
            region = "local",
            addresses = "127.0.0.1:27996",
        };

        web.Probe.Answer = new ProbeAnswer.Failed("It didn't identify itself.", ClusterField.Addresses);
        using var silent = await Send(sam, "clusters", cluster, "booting");
        web.Probe.Answer = new ProbeAnswer.Failed("The test failed unexpectedly.");
        using var failed = await Send(sam, "clusters", cluster, "booting");
        web.Probe.Answer = ScriptedProbe.Cluster("engine-booting");
        using var registered = await Send(sam, "clusters", cluster, "booting");
        using var again = await Send(sam, "clusters", cluster, "booting");

        silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, await silent.Content.ReadAsStringAsync());
        failed.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        registered.StatusCode.ShouldBe(HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        web.Probe.Asked.Count.ShouldBe(3);
    }

    private static Task<HttpResponseMessage> Ask(HttpClient client, string name, string? key = null) =>
        Send(client, "changes", PlannedChanges.Request(name), key ?? name);

    /// <summary>Sent with the same key until it is done, which it is once.</summary>
    private async Task IsDoneOnceMore(HttpClient client, string name)
    {
        await Deadline.Until(async () =>
        {
            using var again = await Ask(client, name);
            return again.StatusCode == HttpStatusCode.Created;
        });
        (await Changes(name)).ShouldBe(1);
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}")
        {
            Content = JsonContent.Create(body),
            Headers = { { "Idempotency-Key", key } },
        };
        return await client.SendAsync(request);
    }

    private static async Task<string?> Type(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString();

    private async Task<int> Changes(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<ChangeResource>().CountAsync(r => r.Name == name);
    }

    public sealed class CutWeb : WatchedWeb
    {
        internal Cutter Cut { get; } = new();

        internal ScriptedProbe Probe { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
                services
                    .AddSingleton<IClusterProbe>(Probe)
                    .ConfigureDbContext<PortalDb>(options => options.AddInterceptors(Cut), ServiceLifetime.Singleton)
            );
        }
    }

    /// <summary>Fails one command: the first after a commit, the first that writes a change, or one that has stored a key. Or all, from one that writes a change on.</summary>
    internal sealed class Cutter : DbTransactionInterceptor, IDbCommandInterceptor
    {
        private bool _committed;
        private volatile bool _isSilent;

        public bool AfterCommit { get; set; }
        public bool BeforeCommit { get; set; }
        public bool AfterKey { get; set; }
        public bool FromChange { get; set; }

        public void Answers() => _isSilent = false;

        public override Task TransactionCommittedAsync(
            DbTransaction transaction,
            TransactionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            _committed = AfterCommit;
            return Task.CompletedTask;
        }

        ValueTask<InterceptionResult<DbDataReader>> IDbCommandInterceptor.ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken
        )
        {
            var writes = command.CommandText.Contains("INTO change ", StringComparison.Ordinal);
            if (writes && FromChange)
            {
                (_isSilent, FromChange) = (true, false);
            }

            RequireAnAnswer();
            if (!_committed && !(writes && BeforeCommit))
            {
                return ValueTask.FromResult(result);
            }

            _committed = AfterCommit = BeforeCommit = false;
            throw new InvalidOperationException("The store was cut off by the test.");
        }

        ValueTask<InterceptionResult<int>> IDbCommandInterceptor.NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken
        )
        {
            RequireAnAnswer();
            return ValueTask.FromResult(result);
        }

        ValueTask<int> IDbCommandInterceptor.NonQueryExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            int result,
            CancellationToken cancellationToken
        )
        {
            if (AfterKey && command.CommandText.Contains("into idempotency_key", StringComparison.Ordinal))
            {
                AfterKey = false;
                throw new NpgsqlException("The store's answer was cut off by the test.");
            }

            return ValueTask.FromResult(result);
        }

        private void RequireAnAnswer()
        {
            if (_isSilent)
            {
                throw new NpgsqlException("The store was silenced by the test.", new IOException("Nobody answers."));
            }
        }
    }
}
