using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Store;
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

    private static async Task<HttpResponseMessage> Ask(HttpClient client, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/changes")
        {
            Content = JsonContent.Create(PlannedChanges.Request(name)),
            Headers = { { "Idempotency-Key", name } },
        };
        return await client.SendAsync(request);
    }

    private async Task<int> Changes(string name)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db.Set<ChangeResource>().CountAsync(r => r.Name == name);
    }

    public sealed class CutWeb : WatchedWeb
    {
        internal Cutter Cut { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
                services.ConfigureDbContext<PortalDb>(
                    options => options.AddInterceptors(Cut),
                    ServiceLifetime.Singleton
                )
            );
        }
    }

    /// <summary>Fails one command: the first after a commit, or the first that writes a change.</summary>
    internal sealed class Cutter : DbTransactionInterceptor, IDbCommandInterceptor
    {
        private bool _committed;

        public bool AfterCommit { get; set; }
        public bool BeforeCommit { get; set; }

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
            var writes = BeforeCommit && command.CommandText.Contains("INTO change ", StringComparison.Ordinal);
            if (!_committed && !writes)
            {
                return ValueTask.FromResult(result);
            }

            _committed = AfterCommit = BeforeCommit = false;
            throw new InvalidOperationException("The store was cut off by the test.");
        }
    }
}
