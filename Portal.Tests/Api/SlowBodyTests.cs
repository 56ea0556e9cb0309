using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Changes;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Api;

/// <summary>A request whose body comes long after its headers: its token may have ended in between.</summary>
public sealed class SlowBodyTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Theory]
    [InlineData("ada", "changes", null)]
    [InlineData("grace", "changes", "slow")]
    [InlineData("lin", "specs:apply", null)]
    [InlineData("sam", "artifacts", null)]
    public async Task Whose_token_ended_while_the_body_came_is_refused(string person, string path, string? key)
    {
        using var client = await web.As(person);
        await using var db = await web.Store.CreateDbContextAsync();
        var before = await db.Set<Change>().CountAsync();

        using var answer = await Send(
            client,
            person,
            path,
            key,
            () =>
                db.Database.ExecuteSqlAsync(
                    $"update api_token set revoked_at = now() where person_id = (select id from person where handle = {person})"
                )
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, await answer.Content.ReadAsStringAsync());
        answer.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The token isn't known, has expired, or was revoked.");
        (await db.Set<Change>().CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_body_that_comes_late_is_taken_while_the_token_holds()
    {
        using var client = await web.As("mina");

        using var answer = await Send(client, "mina", "forecasts", null, () => Task.CompletedTask);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void No_body_may_come_by_a_few_bytes_a_second() =>
        web
            .Services.GetRequiredService<IOptions<KestrelServerOptions>>()
            .Value.Limits.MinRequestBodyDataRate!.BytesPerSecond.ShouldBeGreaterThanOrEqualTo(2048);

    private async Task<HttpResponseMessage> Send(
        HttpClient client,
        string person,
        string path,
        string? key,
        Func<Task> meanwhile
    )
    {
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSpec = path.StartsWith("specs", StringComparison.Ordinal);
        var body = isSpec
            ? "kind: topic\n"
            : JsonSerializer.Serialize(PlannedChanges.Request(PlannedChanges.NewName()), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}")
        {
            Content = new Slow(body, rest.Task),
        };
        request.Content.Headers.ContentType = new(
            path switch
            {
                "artifacts" => "application/java-archive",
                _ when isSpec => "application/yaml",
                _ => "application/json",
            }
        );
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        var sent = client.SendAsync(request);
        await Deadline.Until(() => IsSeen(person));
        var seen = TimeProvider.System.GetTimestamp();
        await Deadline.Until(() => TimeProvider.System.GetElapsedTime(seen) > TimeSpan.FromSeconds(1.2));
        await meanwhile();
        rest.SetResult();
        return await sent;
    }

    private async Task<bool> IsSeen(string person)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        return await db
            .Database.SqlQuery<bool>(
                $"select exists (select from api_token t join person p on p.id = t.person_id where p.handle = {person} and t.last_used_at is not null) as \"Value\""
            )
            .SingleAsync();
    }

    /// <summary>Sends the first byte, and the others when it may.</summary>
    private sealed class Slow(string text, Task rest) : HttpContent
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_bytes.AsMemory(0, 1));
            await stream.FlushAsync();
            await rest;
            await stream.WriteAsync(_bytes.AsMemory(1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _bytes.Length;
            return true;
        }
    }
}
